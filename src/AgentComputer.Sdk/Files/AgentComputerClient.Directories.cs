using System.Net;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the files and directories in a directory.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The directory's path; <c>.</c>, the default, for the workspace itself.</param>
    /// <param name="recursive">Whether what lies in directories below is listed too; default false.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entries, sorted by the bytes of their paths, without the directory itself; empty if it is.</returns>
    /// <exception cref="ArgumentException">The path can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such directory, or no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>list</c>.</remarks>
    public virtual Task<IReadOnlyList<ComputerFile>> ListFilesAsync(
        string computerId, string path = ".", bool recursive = false, CancellationToken cancellationToken = default) =>
        AskAsync(
            computerId,
            new("list", WorkspacePath.Of(path, nameof(path))) { Recursive = recursive ? true : null },
            "entries",
            answer => answer.Entries,
            cancellationToken);

    /// <summary>Reads what stands at a path: its type, size and permissions.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The file or directory. Of a symbolic link on a running computer it is what the link leads to.</returns>
    /// <exception cref="ArgumentException">The path can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">Nothing is there, or there is no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>stat</c>.</remarks>
    public virtual Task<ComputerFile> GetFileAsync(string computerId, string path, CancellationToken cancellationToken = default) =>
        AskAsync(computerId, new("stat", WorkspacePath.Of(path, nameof(path))), "stat", answer => answer.Stat!, cancellationToken);

    /// <summary>Asks whether something stands at a path.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True for a file and for a directory.</returns>
    /// <exception cref="ArgumentException">The path can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>exists</c>.</remarks>
    public virtual Task<bool> FileExistsAsync(string computerId, string path, CancellationToken cancellationToken = default)
    {
        var asked = AskAsync(computerId, new("exists", WorkspacePath.Of(path, nameof(path))), "exists", answer => answer.Exists, cancellationToken);
        return Read();

        async Task<bool> Read() => (await asked.ConfigureAwait(false))!.Value;
    }

    /// <summary>Makes a directory.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="recursive">
    /// Whether the directories above it are made too, and whether it is no error if the directory is there already; default true. If false, and the
    /// connection breaks, a directory may have been made by a call that failed.
    /// </param>
    /// <param name="cancellationToken">Ends the call; the directory may have been made.</param>
    /// <returns>When the directory is there; its permissions are <c>0755</c>.</returns>
    /// <exception cref="ArgumentException">The path can't be sent. Nothing was sent.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>mkdir</c>.</remarks>
    public virtual Task CreateDirectoryAsync(string computerId, string path, bool recursive = true, CancellationToken cancellationToken = default) =>
        TellAsync(
            computerId,
            new("mkdir", WorkspacePath.Of(path, nameof(path))) { Recursive = recursive ? true : null },
            recursive ? RetryRule.IfTransient : RetryRule.IfNeverStarted,
            cancellationToken);

    /// <summary>Moves or renames a file or directory. The directories above the new path are made.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">What to move; not the workspace itself.</param>
    /// <param name="newPath">
    /// Its new path. Don't rely on what happens if a file is there already: the hosted service overwrites it while the computer is stopped, and mostly
    /// refuses while it runs.
    /// </param>
    /// <param name="cancellationToken">Ends the call; it may have been moved.</param>
    /// <returns>When it is moved.</returns>
    /// <exception cref="ArgumentException">A path can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">Nothing is there to move, or there is no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>move</c>.</remarks>
    public virtual Task MoveFileAsync(string computerId, string path, string newPath, CancellationToken cancellationToken = default) =>
        TellAsync(
            computerId,
            new("move", WorkspacePath.Of(path, nameof(path))) { To = WorkspacePath.Of(newPath, nameof(newPath)) },
            RetryRule.IfNeverStarted,
            cancellationToken);

    /// <summary>Removes a file or a directory.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">What to remove. With <paramref name="recursive"/>, the workspace itself is emptied and stays.</param>
    /// <param name="recursive">Whether a directory is removed with all that is in it; default false. A directory needs it, even an empty directory.</param>
    /// <param name="cancellationToken">Ends the call; it may have been removed.</param>
    /// <returns>When it is gone.</returns>
    /// <exception cref="ArgumentException">The path can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">Nothing is there to remove, or there is no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>remove</c>.</remarks>
    public virtual Task DeleteFileAsync(string computerId, string path, bool recursive = false, CancellationToken cancellationToken = default)
    {
        var request = FileRequest(computerId, new("remove", WorkspacePath.Of(path, nameof(path))) { Recursive = recursive ? true : null }, RetryRule.IfTransient);
        return RemoveAsync(Http, request, cancellationToken);
    }

    /// <summary>Edits a text file: each edit replaces every occurrence of a text. The permissions stay.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path. The file must be there.</param>
    /// <param name="edits">The edits, made one after another; at least one. Nothing is written if the text of one of them is not found.</param>
    /// <param name="cancellationToken">Ends the call; the file may have been edited.</param>
    /// <returns>A number for the file's new content; the same content has the same number. It is more than a double can hold exactly.</returns>
    /// <exception cref="ArgumentException">An argument can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such file; the hosted service also says so if the text of an edit is not found.</exception>
    /// <exception cref="AgentComputerConflictException">The text of an edit is not found.</exception>
    /// <exception cref="AgentComputerValidationException">The text of an edit is not found, as some services say it.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>patch</c>. It is sent a second time only if the service provably did nothing.
    /// </remarks>
    public virtual Task<long> EditFileAsync(
        string computerId, string path, IReadOnlyList<ComputerFileEdit> edits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edits);
        if (edits.Count == 0 || edits.Any(edit => string.IsNullOrEmpty(edit?.Find) || edit.Replace is null))
        {
            throw new ArgumentException("edits must hold at least one edit, each with a text to find that is not empty, and a text to replace it.", nameof(edits));
        }

        var operation = new FileOperationBody("patch", WorkspacePath.Of(path, nameof(path))) { Edits = [.. edits] };
        return AskAsync(computerId, operation, "version", answer => answer.Version, RetryRule.IfNeverStarted, cancellationToken);
    }

    /// <summary>Replaces the content of a text file that is there already. The permissions stay.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path. The file must be there.</param>
    /// <param name="content">The new content; may be empty.</param>
    /// <param name="cancellationToken">Ends the call; the file may have been written.</param>
    /// <returns>A number for the file's new content; the same content has the same number. It is more than a double can hold exactly.</returns>
    /// <exception cref="ArgumentException">An argument can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such file, or no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>patch</c> with <c>set_contents</c>.</remarks>
    public virtual Task<long> ReplaceFileAsync(string computerId, string path, string content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        OutgoingText.CheckField(content, nameof(content), nameof(content));
        var operation = new FileOperationBody("patch", WorkspacePath.Of(path, nameof(path))) { SetContents = content };
        return AskAsync(computerId, operation, "version", answer => answer.Version, cancellationToken);
    }

    /// <summary>Searches files for a text or a regular expression.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="search">What to look for, and where.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The lines that match; empty if none does.</returns>
    /// <exception cref="ArgumentException">An argument can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerValidationException">The regular expression is none.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>grep</c>. The hosted service searches hidden files, and files that git ignores,
    /// only while the computer is stopped.
    /// </remarks>
    public virtual Task<IReadOnlyList<ComputerFileMatch>> SearchFilesAsync(
        string computerId, ComputerFileSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentException.ThrowIfNullOrEmpty(search.Pattern, nameof(search));
        ArgumentOutOfRangeException.ThrowIfLessThan(search.MaxMatches ?? 1, 1, nameof(search));
        OutgoingText.CheckField(search.Pattern, nameof(search.Pattern), nameof(search));
        return AskAsync(
            computerId,
            new("grep", WorkspacePath.Of(search.Path ?? ".", nameof(search)))
            {
                Pattern = search.Pattern,
                Regex = search.IsRegex ? true : null,
                CaseInsensitive = search.IgnoreCase ? true : null,
                MaxMatches = search.MaxMatches,
            },
            "matches",
            answer => answer.Matches,
            cancellationToken);
    }

    private static async Task RemoveAsync(WireHttp http, ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await http.DoAsync(request, cancellationToken, nameof(DeleteFileAsync)).ConfigureAwait(false);
        }
        catch (AgentComputerApiException e) when (e.StatusCode == HttpStatusCode.NotFound && e.Attempts > 1)
        {
            // An earlier attempt removed it, and only its answer was lost.
        }
    }
}
