namespace LocalComputers.Computers.Bootstrap;

/// <summary>Why a repository could not be cloned.</summary>
internal enum CloneFault
{
    /// <summary>git is not on the computer's PATH.</summary>
    GitIsMissing,

    /// <summary>The repository has no branch or tag of that name.</summary>
    BranchIsMissing,

    /// <summary>The branch that was asked for looks like the id of a commit.</summary>
    BranchIsCommit,

    /// <summary>The repository that is cloned in its place belongs to another user of the host.</summary>
    OtherOwner,

    /// <summary>The disk is full.</summary>
    DiskIsFull,

    /// <summary>The repository does not exist, or asks for credentials.</summary>
    NoAccess,

    /// <summary>The address that the repository is rewritten to has no such repository, or asks for credentials.</summary>
    NoAccessToRewrite,

    /// <summary>What the repository is rewritten to is something else than a repository.</summary>
    BadRewrite,

    /// <summary>The network does not lead to the repository.</summary>
    Unreachable,
}
