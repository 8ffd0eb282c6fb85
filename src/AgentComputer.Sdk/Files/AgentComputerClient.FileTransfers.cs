namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Reads a file of any size into a stream, in pieces of 4 MiB. The memory that it takes does not grow with the file.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="destination">Where to write it. It is not closed, and holds a part of the file if the call fails.</param>
    /// <param name="progress">Told the number of bytes so far after each piece; null for nobody.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many bytes were written: the size that the file had at the beginning.</returns>
    /// <exception cref="ArgumentException">The path can't be sent, or nothing can be written to the stream. Nothing was sent.</exception>
    /// <exception cref="AgentComputerNotFoundException">There is no such file, or no such computer.</exception>
    /// <exception cref="ComputerFileChangedException">The file became shorter while it was read.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/files/ops</c>, operations <c>stat</c> and <c>read_range</c>. A file that is written meanwhile may arrive as a
    /// mixture of old and new. The hosted service reads the whole file for each piece.
    /// </remarks>
    public virtual Task<long> DownloadFileAsync(
        string computerId, string path, Stream destination, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(computerId);
        ArgumentNullException.ThrowIfNull(destination);
        var absolute = WorkspacePath.Of(path, nameof(path));
        return destination.CanWrite
            ? new FileTransfer(this, computerId, absolute, progress).DownloadAsync(destination, cancellationToken)
            : throw new ArgumentException("Nothing can be written to the stream.", nameof(destination));
    }

    /// <summary>
    /// Writes a file of any size from a stream, in pieces of 4 MiB, and then checks its size. The memory that it takes does not grow with the file.
    /// </summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="path">The file's path: relative to the workspace, or absolute below <see cref="ComputerWorkspace.Root"/>.</param>
    /// <param name="content">What to write, from its current position to its end. It is not closed.</param>
    /// <param name="verify">Whether the file is read back and its SHA-256 compared; default false. It takes as long again.</param>
    /// <param name="progress">Told the number of bytes so far after each piece that was written; null for nobody.</param>
    /// <param name="cancellationToken">Ends the call; a part of the file may have been written.</param>
    /// <returns>The file as it is then.</returns>
    /// <exception cref="ArgumentException">The path can't be sent, or the stream can't be read. Nothing was sent.</exception>
    /// <exception cref="ComputerFileChangedException">The file does not hold what was written: something else wrote to it meanwhile.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/files/ops</c>, operations <c>write_bytes</c>, <c>write_range</c> and <c>stat</c>. The file is not replaced in
    /// one step: a reader may see a part of it, and a part stays if the call fails. Its permissions are <c>0644</c>, because no operation that writes
    /// a part takes others. The hosted service reads and writes the whole file for each piece.
    /// </remarks>
    public virtual Task<ComputerFile> UploadFileAsync(
        string computerId, string path, Stream content, bool verify = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(computerId);
        ArgumentNullException.ThrowIfNull(content);
        var absolute = WorkspacePath.Of(path, nameof(path));
        return content.CanRead
            ? new FileTransfer(this, computerId, absolute, progress).UploadAsync(content, verify, cancellationToken)
            : throw new ArgumentException("The stream can't be read.", nameof(content));
    }
}
