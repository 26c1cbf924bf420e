"""A name server that knows one host, on this machine: name_server.py ADDRESS HOST"""
import socket
import sys

TYPE_A = b"\0\1"
# The name of the question, type A, class IN, a minute, four bytes: 127.0.0.1.
ADDRESS = b"\xc0\x0c" + TYPE_A + b"\0\1" + b"\0\0\0\x3c" + b"\0\4" + bytes([127, 0, 0, 1])

address, host = sys.argv[1:]
known = b"".join(bytes([len(label)]) + label.encode() for label in host.split(".")) + b"\0"
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((address, 53))
print("ready", flush=True)
while True:
    query, client = server.recvfrom(512)
    end = query.index(b"\0", 12) + 1
    is_known = query[12:end] == known
    answer = ADDRESS if is_known and query[end : end + 2] == TYPE_A else b""
    code = 0 if is_known else 3
    head = query[:2] + bytes([0x81, 0x80 | code]) + b"\0\1" + bytes([0, bool(answer)]) + b"\0\0\0\0"
    server.sendto(head + query[12 : end + 4] + answer, client)
