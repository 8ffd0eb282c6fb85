# npm reads the manifest without asking a registry: fails here, not in the user's first command, when npm is broken.
# The update check would go to the network, and hang where there is none.
if [ "$has_repository" = no ]; then
  npm pkg get name --offline --no-update-notifier
fi
