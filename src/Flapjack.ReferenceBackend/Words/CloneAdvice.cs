using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;

namespace Flapjack.ReferenceBackend.Words;

/// <summary>What a bootstrap's log advises when the user's repository could not be cloned.</summary>
internal static class CloneAdvice
{
    public static string Of(Repo repo, CloneFault fault) => fault switch
    {
        CloneFault.GitIsMissing => "git is not on the computer's PATH: install git on the host, or add its folder to FlapjackBackendOptions.ComputerPath.",
        CloneFault.BranchIsCommit =>
            $"repo.branch '{repo.Branch}' looks like the id of a commit, but a clone takes the name of a branch or a tag. Leave repo.branch out and "
            + $"check the commit out in repo.installCmd: git checkout {repo.Branch}",
        CloneFault.BranchIsMissing =>
            $"{repo.Url} has no branch or tag '{repo.Branch}'; an empty repository has none at all. Name one that is there, or leave repo.branch out "
            + "for the default branch.",
        CloneFault.OtherOwner =>
            $"the repository that {repo.Url} is rewritten to belongs to another user. Only the path that "
            + "FlapjackBackendOptions.RepositoryRewrites names is trusted: name the repository itself, not a worktree of it, or change its owner.",
        CloneFault.DiskIsFull => $"could not clone {repo.Url}: the disk of this machine is full. Make room, and call from-template again.",
        CloneFault.NoAccess =>
            $"could not clone {repo.Url}: it does not exist, or it is private. If it is private, install the Flapjack GitHub App for its owner; "
            + "this backend has no credentials, so map the URL to a local path with FlapjackBackendOptions.RepositoryRewrites.",
        CloneFault.NoAccessToRewrite =>
            $"FlapjackBackendOptions.RepositoryRewrites maps {repo.Url} to an address that has no such repository, or that asks for credentials, which this "
            + "backend has not. Map it to the absolute path of a local clone. (On the service itself, a private repository of GitHub needs the Flapjack GitHub App.)",
        CloneFault.BadRewrite =>
            $"FlapjackBackendOptions.RepositoryRewrites maps {repo.Url} to something that git can't clone: it must be the absolute "
            + "path of a git repository that the user of this process may read, or a URL that this machine reaches.",
        _ =>
            $"could not reach {repo.Url}: check the computer's network (FlapjackBackendOptions.AllowNetwork), or map the URL to a local path with "
            + "FlapjackBackendOptions.RepositoryRewrites.",
    };
}
