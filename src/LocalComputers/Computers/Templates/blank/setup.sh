# A blank computer starts from an empty workspace: there is nothing to set up.
