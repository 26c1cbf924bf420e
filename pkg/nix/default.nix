# Builds the program from this source: `nix-build pkg/nix`, or `pkgs.callPackage ./pkg/nix/package.nix { }`.
{ pkgs ? import <nixpkgs> { } }:
pkgs.callPackage ./package.nix { }
