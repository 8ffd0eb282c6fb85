# A bootstrap that is run again finds the package of the first run.
if [ "$has_repository" = no ] && [ ! -e Cargo.toml ]; then
  cargo init --name app --vcs none
fi
