# Without pip: ensurepip is missing from many distributions, and whoever needs pip is about to need the network anyway.
# A repository may bring a .venv of its own, so there ours lies beside the workspace.
if [ "$has_repository" = yes ]; then
  python3 -m venv --without-pip "$HOME/.venv"
else
  python3 -m venv --without-pip .venv
fi
