using System.Runtime.CompilerServices;
using System.Text;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

// All file methods share what is written in the remarks of ReadTextFileAsync.
public partial class AgentComputerClient
{
    /// <summary>Reads a text file.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The whole file. Bytes that are no UTF-8 come as U+FFFD; <see cref="ReadFileAsync"/> reads them as they are.</returns>
    /// <exception cref="ArgumentException">The path leads out of the workspace, holds NUL or a line break, or begins or ends with a blank. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such file, or no such computer.</exception>
    /// <exception cref="AgentComputerValidationException">The path names a directory.</exception>
    /// <remarks>
    /// <para><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>read_text</c>.</para>
    /// <para>
    /// File methods work while the computer runs and while it is stopped; a stopped computer is not started, and its runtime is not billed. While the
    /// computer starts, the service refuses them. The hosted service runs file operations and one-shot commands of a computer one after another: a
    /// file operation may wait for a command. An answer holds at most 64 MiB; <see cref="DownloadFileAsync"/> reads larger files.
    /// </para>
    /// </remarks>
    public virtual Task<string> ReadTextFileAsync(string computerId, string path, CancellationToken cancellationToken = default) =>
        AskAsync(computerId, new("read_text", WorkspacePath.Of(path, nameof(path))), "content", answer => answer.Content, cancellationToken);

    /// <summary>Reads a file as bytes.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The whole file; empty if the file is.</returns>
    /// <exception cref="ArgumentException">The path can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such file, or no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>read_bytes</c>.</remarks>
    public virtual Task<byte[]> ReadFileAsync(string computerId, string path, CancellationToken cancellationToken = default) =>
        AskAsync(computerId, new("read_bytes", WorkspacePath.Of(path, nameof(path))), "content_base64", answer => answer.ContentBase64, cancellationToken);

    /// <summary>Reads a part of a file.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="offset">Where the part begins, in bytes; 0 or more.</param>
    /// <param name="length">How many bytes to read at most; 0 or more.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The bytes that are there: fewer than asked for at the end of the file, and none behind it.</returns>
    /// <exception cref="ArgumentException">The path, the offset or the length can't be sent. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such file, or no such computer.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>read_range</c>. The hosted service reads the whole file for each part.</remarks>
    public virtual Task<byte[]> ReadFileRangeAsync(string computerId, string path, long offset, int length, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return AskAsync(
            computerId,
            new("read_range", WorkspacePath.Of(path, nameof(path))) { Offset = offset, Length = length },
            "content_base64",
            answer => answer.ContentBase64,
            cancellationToken);
    }

    /// <summary>Writes a text file. The file and the directories above it are made if they are missing; what the file held is lost.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="content">The text, sent as UTF-8 without a byte order mark.</param>
    /// <param name="mode">
    /// The permissions of the file; null for <c>0644</c>. A file that was executable and is written without a mode is no longer executable.
    /// </param>
    /// <param name="cancellationToken">Ends the call; the file may have been written.</param>
    /// <returns>When the file is written.</returns>
    /// <exception cref="ArgumentException">An argument can't be sent. Nothing was sent.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>write_text</c>; a text that holds NUL is sent as <c>write_bytes</c>.</remarks>
    public virtual Task WriteTextFileAsync(
        string computerId, string path, string content, UnixFileMode? mode = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        OutgoingText.Check(content, nameof(content), nameof(content));
        // No text field of the API takes NUL, and a file may hold it.
        return content.Contains('\0', StringComparison.Ordinal)
            ? WriteFileAsync(computerId, path, Encoding.UTF8.GetBytes(content), mode, cancellationToken)
            : TellAsync(
                computerId,
                new("write_text", WorkspacePath.Of(path, nameof(path))) { Content = content, Mode = FileModes.OnWire(mode, nameof(mode)) },
                RetryRule.IfTransient,
                cancellationToken);
    }

    /// <summary>Writes a file. The file and the directories above it are made if they are missing; what the file held is lost.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="bytes">All of the file. A service may take some 20 MiB in one call; <see cref="UploadFileAsync"/> writes larger files.</param>
    /// <param name="mode">
    /// The permissions of the file; null for <c>0644</c>. A file that was executable and is written without a mode is no longer executable.
    /// </param>
    /// <param name="cancellationToken">Ends the call; the file may have been written.</param>
    /// <returns>When the file is written.</returns>
    /// <exception cref="ArgumentException">An argument can't be sent. Nothing was sent.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>write_bytes</c>.</remarks>
    public virtual Task WriteFileAsync(
        string computerId, string path, ReadOnlyMemory<byte> bytes, UnixFileMode? mode = null, CancellationToken cancellationToken = default) =>
        TellAsync(
            computerId,
            new("write_bytes", WorkspacePath.Of(path, nameof(path))) { ContentBase64 = bytes, Mode = FileModes.OnWire(mode, nameof(mode)) },
            RetryRule.IfTransient,
            cancellationToken);

    /// <summary>Writes a part of a file, and keeps what stands before and behind the part.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="offset">Where the part begins, in bytes; 0 or more. A gap behind the end of the file is filled with zeros.</param>
    /// <param name="bytes">The part.</param>
    /// <param name="cancellationToken">Ends the call; the part may have been written.</param>
    /// <returns>When the part is written.</returns>
    /// <exception cref="ArgumentException">An argument can't be sent. Nothing was sent.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/files/ops</c>, operation <c>write_range</c>. It makes the file if it is missing, and sets its permissions to
    /// <c>0644</c>. The hosted service reads and writes the whole file for each part.
    /// </remarks>
    public virtual Task WriteFileRangeAsync(
        string computerId, string path, long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return TellAsync(
            computerId,
            new("write_range", WorkspacePath.Of(path, nameof(path))) { Offset = offset, ContentBase64 = bytes },
            RetryRule.IfTransient,
            cancellationToken);
    }

    private Task<T> AskAsync<T>(
        string computerId, FileOperationBody operation, string field, Func<FileAnswer, T> read, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        AskAsync(computerId, operation, field, read, RetryRule.IfTransient, cancellationToken, method);

    /// <summary>Sends a file operation and reads one field of its answer. The public method names the span of the call.</summary>
    private Task<T> AskAsync<T>(
        string computerId,
        FileOperationBody operation,
        string field,
        Func<FileAnswer, T> read,
        RetryRule retry,
        CancellationToken cancellationToken,
        [CallerMemberName] string method = "")
    {
        var request = FileRequest(computerId, operation, retry);
        return ReadAsync(Http, request, field, read, method, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(
        WireHttp http, ApiRequest request, string field, Func<FileAnswer, T> read, string method, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(request, FilesJson.Default.FileAnswer, cancellationToken, method).ConfigureAwait(false);
        // A field that is missing is empty. A field that could not be read must not look empty.
        return answer.AdditionalProperties?.ContainsKey(field) != true && read(answer) is { } value ? value
            : throw new AgentComputerProtocolException($"{request} was answered without a '{field}' that can be read.");
    }

    /// <summary>Sends a file operation whose answer says nothing.</summary>
    private Task TellAsync(
        string computerId, FileOperationBody operation, RetryRule retry, CancellationToken cancellationToken, [CallerMemberName] string method = "")
    {
        var request = FileRequest(computerId, operation, retry);
        return Http.DoAsync(request, cancellationToken, method);
    }

    private static ApiRequest FileRequest(string computerId, FileOperationBody operation, RetryRule retry) =>
        new(HttpMethod.Post, $"/v1/computers/{computerId}/files/ops", retry)
        {
            Body = JsonBody.Of(operation, FilesJson.Default.FileOperationBody),
            Errors = operation.Operation == "patch" ? FileErrors.Patch : FileErrors.Table,
        };
}
