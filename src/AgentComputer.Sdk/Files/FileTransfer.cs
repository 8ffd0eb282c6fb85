using System.Buffers;
using System.Security.Cryptography;

namespace AgentComputer.Sdk;

/// <summary>Reads or writes one file in pieces.</summary>
/// <param name="client">Sends the operations.</param>
/// <param name="computerId">The computer's id.</param>
/// <param name="path">The file's absolute path.</param>
/// <param name="progress">Told how far it is; null for nobody.</param>
internal sealed class FileTransfer(AgentComputerClient client, string computerId, string path, IProgress<long>? progress)
{
    public const int PieceBytes = 4 * 1024 * 1024;

    public async Task<long> DownloadAsync(Stream destination, CancellationToken cancellationToken)
    {
        var size = (await client.GetFileAsync(computerId, path, cancellationToken).ConfigureAwait(false)).SizeBytes;
        await ReadAsync(
            size,
            async piece =>
            {
                await destination.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        return size;
    }

    public async Task<ComputerFile> UploadAsync(Stream content, bool verify, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = await WriteAsync(content, hash, cancellationToken).ConfigureAwait(false);
        var file = await client.GetFileAsync(computerId, path, cancellationToken).ConfigureAwait(false);
        if (file.SizeBytes != size)
        {
            throw Changed($"{path} holds {file.SizeBytes} bytes after {size} bytes were written to it", size, file.SizeBytes);
        }

        if (verify && !(await HashAsync(size, cancellationToken).ConfigureAwait(false)).SequenceEqual(hash.GetHashAndReset()))
        {
            throw Changed($"{path} does not hold the {size} bytes that were written to it: its SHA-256 is another", size, size);
        }

        return file;
    }

    private async Task<long> WriteAsync(Stream content, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            long written = 0;
            int count;
            do
            {
                count = await content.ReadAtLeastAsync(piece.AsMemory(0, PieceBytes), PieceBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (count > 0 || written == 0)
                {
                    await WriteAsync(written, piece.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    hash.AppendData(piece.AsSpan(0, count));
                    written += count;
                    progress?.Report(written);
                }
            }
            while (count == PieceBytes);
            return written;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    // A file that is there already may be longer, and only write_bytes cuts it.
    private Task WriteAsync(long offset, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken) => offset == 0
        ? client.WriteFileAsync(computerId, path, piece, mode: null, cancellationToken)
        : client.WriteFileRangeAsync(computerId, path, offset, piece, cancellationToken);

    private async Task<byte[]> HashAsync(long size, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await new FileTransfer(client, computerId, path, progress: null).ReadAsync(
            size,
            piece =>
            {
                hash.AppendData(piece.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return hash.GetHashAndReset();
    }

    private async Task ReadAsync(long size, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        for (long read = 0; read < size;)
        {
            var asked = (int)Math.Min(PieceBytes, size - read);
            var piece = await client.ReadFileRangeAsync(computerId, path, read, asked, cancellationToken).ConfigureAwait(false);
            if (piece.Length == 0)
            {
                throw Changed($"{path} became shorter while it was read: it ended after {read} of {size} bytes", size, read);
            }

            if (piece.Length > asked)
            {
                throw new AgentComputerProtocolException($"The service answered {piece.Length} bytes of {path} where {asked} bytes were asked for.");
            }

            await take(piece).ConfigureAwait(false);
            read += piece.Length;
            progress?.Report(read);
        }
    }

    private ComputerFileChangedException Changed(string what, long expected, long actual) =>
        new($"{what}. Something else writes to the file, or the computer was reset; read or write the file again when it is quiet.")
        {
            Path = path,
            ExpectedBytes = expected,
            ActualBytes = actual,
        };
}
