using LocalComputers.Files;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>What a file that can't be reached means for the caller.</summary>
internal static class FileFaults
{
    private const string Invalid = "invalid_request";

    /// <returns>What to throw: a refusal, or an exception whose answer the envelope knows.</returns>
    public static Exception Of(WorkspaceFileException failure, FileRequest asked)
    {
        var path = asked.Path.Length == 0 ? FileRequestBody.Root : asked.Path;
        return failure.Fault switch
        {
            FileFault.NotThere => Refusal.NotFound($"There is no '{path}' in the workspace. Links on the way must be relative, and stay inside the workspace."),
            FileFault.NotAFile => Refusal.Invalid(Invalid, $"'{path}' is a directory, or something else that is no ordinary file. Name a file."),
            FileFault.NotAFolder => Refusal.Invalid(Invalid, $"'{path}' is no directory. Name a directory."),
            FileFault.NotEmpty => Refusal.Invalid(Invalid, $"'{path}' is a directory. Send recursive to remove it with all that is in it."),
            FileFault.IntoItself => Refusal.Invalid(Invalid, $"'{path}' can't be moved to '{asked.To}': the workspace itself stays, and no directory goes into itself."),
            FileFault.BadName => Refusal.Invalid(Invalid, $"A name in '{path}' is longer than the disk allows, which is 255 bytes. Choose a shorter name."),
            FileFault.IsThere => new Refusal(RefusalKind.NotReady, "conflict", $"'{asked.To ?? path}' is there already. Remove it first, or choose another path."),
            FileFault.Changing => new Refusal(RefusalKind.NotReady, "conflict", $"'{path}' was changed again and again meanwhile, so nothing was written. Try again."),
            FileFault.Denied => Refusal.Forbidden($"The permissions of '{path}' do not allow this."),
            FileFault.TooLarge => new Refusal(RefusalKind.TooLarge, code: null, $"'{path}' is more than a call takes: {FileLimits.MaxBytes} bytes, or {FileLimits.MaxEntries} entries. Ask for a part."),
            // The caller is told that the disk is full; every other failure of the disk is for the log.
            _ => failure.InnerException is { } inner && StoreException.MeansFullDisk(inner) ? inner : failure,
        };
    }
}
