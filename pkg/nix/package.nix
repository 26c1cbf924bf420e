{ lib, rustPlatform, installShellFiles, stdenv }:

rustPlatform.buildRustPackage {
  pname = "clippings";
  version = (lib.importTOML ../../Cargo.toml).package.version;

  src = lib.cleanSource ../..;
  cargoLock.lockFile = ../../Cargo.lock;
  buildAndTestSubdir = ".";
  buildFeatures = [ "opensearch" ];

  # The tests need programs that the sandbox does not have; `.ci/run` runs them.
  doCheck = false;

  nativeBuildInputs = [ installShellFiles ];
  postInstall = lib.optionalString (stdenv.buildPlatform.canExecute stdenv.hostPlatform) ''
    $out/bin/clippings man > clippings.1
    installManPage clippings.1
    for shell in bash zsh fish; do
      $out/bin/clippings completions $shell > clippings.$shell
    done
    installShellCompletion clippings.{bash,zsh,fish}
  '';

  meta = {
    description = "Full-text search for saved news articles";
    license = with lib.licenses; [ mit asl20 ];
    mainProgram = "clippings";
  };
}
