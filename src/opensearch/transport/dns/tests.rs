use std::net::TcpListener;
use std::thread;

use simple_dns::ResourceRecord;
use simple_dns::rdata::{A, AAAA};

use crate::opensearch::transport::dns::*;

/// Answers a query as a server does that knows `search.example`, `long.example` by TCP only, and fails for
/// `broken.example`.
fn answer(query: &[u8], by_udp: bool) -> Option<Vec<u8>> {
    let query = Packet::parse(query).expect("a query");
    let question = query.questions.first().expect("a question").clone();
    let name = question.qname.clone();
    let mut reply = query.into_reply();
    let record = |rdata| ResourceRecord::new(name.clone(), CLASS::IN, 60, rdata);
    let v4 = || record(RData::A(A { address: u32::from(Ipv4Addr::new(10, 0, 0, 1)) }));
    let v6 = || record(RData::AAAA(AAAA { address: 1 }));
    match (name.to_string().as_str(), question.qtype) {
        ("long.example", _) if by_udp => reply.set_flags(PacketFlag::TRUNCATION),
        ("search.example" | "long.example", QTYPE::TYPE(TYPE::A)) => reply.answers.push(v4()),
        ("search.example", QTYPE::TYPE(TYPE::AAAA)) => reply.answers.push(v6()),
        ("broken.example", _) => *reply.rcode_mut() = RCODE::ServerFailure,
        ("silent.example", _) => return None,
        ("forged.example", _) => reply.set_id(reply.id() ^ 1),
        ("long.example", _) => {}
        _ => *reply.rcode_mut() = RCODE::NameError,
    }
    Some(reply.build_bytes_vec().expect("a packet"))
}

/// Starts a server. Returns its address.
fn serve() -> SocketAddr {
    let tcp = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = tcp.local_addr().expect("an address");
    let udp = UdpSocket::bind(address).expect("the same port");
    thread::spawn(move || {
        let mut query = [0; 512];
        while let Ok((length, client)) = udp.recv_from(&mut query) {
            if let Some(reply) = answer(&query[..length], true) {
                udp.send_to(&reply, client).expect("sent");
            }
        }
    });
    thread::spawn(move || {
        for stream in tcp.incoming() {
            let (mut stream, mut length) = (stream.expect("a connection"), [0; 2]);
            stream.read_exact(&mut length).expect("a length");
            let mut query = vec![0; u16::from_be_bytes(length).into()];
            stream.read_exact(&mut query).expect("a query");
            let reply = answer(&query, false).expect("an answer");
            let length = (reply.len() as u16).to_be_bytes();
            stream.write_all(&[&length, &reply[..]].concat()).expect("sent");
        }
    });
    address
}

fn look_up(host: &str) -> Lookup {
    let config = NameServers::of_config(b"search none.test example\noptions attempts:1");
    let servers = NameServers { servers: vec![serve()], timeout: Duration::from_millis(300), ..config };
    servers.look_up(host, Instant::now() + Duration::from_secs(10))
}

#[test]
fn hosts_are_found() {
    let v4 = IpAddr::from([10, 0, 0, 1]);
    let both = Lookup::Found(vec![v4, Ipv6Addr::LOCALHOST.into()]);
    assert_eq!(look_up("search.example"), both);
    assert_eq!(look_up("search.example."), both);
    assert_eq!(look_up("search"), both, "a domain of the system is added");
    assert_eq!(look_up("long.example"), Lookup::Found(vec![v4]), "asked again over TCP");
}

#[test]
fn hosts_that_are_not_known_are_told_from_servers_that_fail() {
    assert_eq!(look_up("no.example"), Lookup::NotFound);
    assert_eq!(look_up(&"x".repeat(300)), Lookup::NotFound);
    for host in ["broken.example", "silent.example", "forged.example."] {
        assert_eq!(look_up(host), Lookup::NoAnswer, "{host}");
    }
}

#[test]
fn a_server_that_fails_is_passed_over() {
    let unused = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    let config = NameServers::of_config(b"");
    let servers = NameServers { servers: vec![unused, serve()], ..config };
    let found = servers.look_up("search.example", Instant::now() + Duration::from_secs(10));
    assert!(matches!(found, Lookup::Found(found) if found.len() == 2));
}

#[test]
fn names_are_tried_in_the_order_of_the_c_library() {
    let servers = NameServers::of_config(b"nameserver 10.0.0.1\nnameserver nonsense\nsearch a.test. b.test");
    assert_eq!(servers.servers, ["10.0.0.1:53".parse().expect("an address")]);
    assert_eq!(servers.names("host"), ["host.a.test", "host.b.test", "host"]);
    assert_eq!(servers.names("host.c"), ["host.c", "host.c.a.test", "host.c.b.test"]);
    assert_eq!(servers.names("host.c."), ["host.c"]);
}
