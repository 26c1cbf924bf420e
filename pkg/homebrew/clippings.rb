class Clippings < Formula
  desc "Full-text search for saved news articles"
  homepage "@URL@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@DOWNLOADS@/clippings-@VERSION@-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA256 aarch64-apple-darwin.tar.gz@"
    end
    on_intel do
      url "@DOWNLOADS@/clippings-@VERSION@-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA256 x86_64-apple-darwin.tar.gz@"
    end
  end

  on_linux do
    on_arm do
      url "@DOWNLOADS@/clippings-@VERSION@-aarch64-unknown-linux-gnu.tar.gz"
      sha256 "@SHA256 aarch64-unknown-linux-gnu.tar.gz@"
    end
    on_intel do
      url "@DOWNLOADS@/clippings-@VERSION@-x86_64-unknown-linux-gnu.tar.gz"
      sha256 "@SHA256 x86_64-unknown-linux-gnu.tar.gz@"
    end
  end

  def install
    bin.install "clippings"
    man1.install "clippings.1"
    bash_completion.install "completions/clippings.bash" => "clippings"
    zsh_completion.install "completions/_clippings"
    fish_completion.install "completions/clippings.fish"
    doc.install "docs", "README.md", "LICENSES-CRATES.txt", "LICENSES-DATA.txt"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/clippings --version")
    (testpath/"news/ferry.txt").write "The ferry was late.\n"
    assert_match "ferry", shell_output("#{bin}/clippings search ferry --in news --no-clean")
  end
end
