using System.Runtime.InteropServices;
using Shared.Wire.Json;

namespace Shared.Wire.Http;

/// <summary>
/// The file of an upload. A path, bytes and a stream that can seek are read from their start by each attempt; any other stream can be read once. A
/// stream of the caller's is never disposed, and is read by one attempt at a time.
/// </summary>
internal sealed class UploadFile
{
    private readonly Func<Stream> _open;
    private readonly bool _isReadOnce;
    private readonly bool _isCallers;
    private int _isOpen;

    private UploadFile(string name, Func<Stream> open, bool isReadOnce = false, bool isCallers = false) =>
        (Name, _open, _isReadOnce, _isCallers) = (name, open, isReadOnce, isCallers);

    /// <summary>The file's name, without any folder.</summary>
    public string Name { get; }

    /// <summary>Whether a further attempt can read the content: it was not taken from a stream that can't go back to its start, and nothing reads the stream now.</summary>
    public bool CanBeSent => !IsUsedUp && Volatile.Read(ref _isOpen) == 0;

    private bool IsUsedUp { get; set; }

    /// <summary>The media type that the name suggests.</summary>
    public string MediaType => Path.GetExtension(Name).ToLowerInvariant() switch
    {
        ".txt" => "text/plain",
        ".md" or ".markdown" => "text/markdown",
        ".html" or ".htm" => "text/html",
        ".pdf" => "application/pdf",
        ".json" => "application/json",
        ".csv" => "text/csv",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    /// <param name="path">Where the file is. It is opened when the upload begins.</param>
    /// <param name="parameter">The parameter of the public method.</param>
    /// <exception cref="ArgumentException">The path has no file's name at its end.</exception>
    public static UploadFile FromPath(string path, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path, parameter);
        return new(NameIn(path, parameter), () => new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }));
    }

    /// <param name="bytes">The content.</param>
    /// <param name="name">The file's name; the folders before it are cut off.</param>
    /// <param name="parameter">The parameter of the public method that the name came through.</param>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public static UploadFile FromBytes(ReadOnlyMemory<byte> bytes, string name, string parameter) => new(NameIn(name, parameter), () => Over(bytes));

    /// <param name="stream">The content, from where the stream stands now.</param>
    /// <param name="name">The file's name; the folders before it are cut off.</param>
    /// <param name="parameter">The parameter of the public method that the name came through.</param>
    /// <exception cref="ArgumentException">There is no name, or the stream can't be read.</exception>
    public static UploadFile FromStream(Stream stream, string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream can't be read; it may be disposed.", nameof(stream));
        }

        var start = stream.CanSeek ? stream.Position : 0;
        return new(NameIn(name, parameter), () => FromStart(stream, start), isReadOnce: !stream.CanSeek, isCallers: true);
    }

    /// <summary>The content, for one attempt.</summary>
    /// <exception cref="InvalidOperationException">The stream can be read only once, and was; or another upload reads it now.</exception>
    /// <exception cref="IOException">The file can't be opened.</exception>
    public UploadSource Open()
    {
        if (_isCallers && Interlocked.Exchange(ref _isOpen, 1) != 0)
        {
            throw new InvalidOperationException($"The stream of '{Name}' is read by another upload now; both would get parts of it. Wait for the other upload, or give a path or bytes.");
        }

        Stream? content = null;
        try
        {
            content = IsUsedUp
                ? throw new InvalidOperationException($"The stream of '{Name}' was sent already and can't be read again. Give a stream that can seek, a path or bytes, or make another file.")
                : _open();
            return new(this, content);
        }
        catch
        {
            Close(content);
            throw;
        }
    }

    /// <summary>Lets go of what was opened.</summary>
    public void Close(Stream? content)
    {
        if (_isCallers)
        {
            Volatile.Write(ref _isOpen, 0);
        }
        else
        {
            content?.Dispose();
        }
    }

    /// <summary>Notes that the content is read from now on.</summary>
    public void BeginReading() => IsUsedUp = _isReadOnce;

    private static MemoryStream Over(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new(array.Array!, array.Offset, array.Count, writable: false)
        : new(bytes.ToArray(), writable: false);

    private static Stream FromStart(Stream stream, long start)
    {
        if (stream.CanSeek)
        {
            stream.Position = start;
        }

        return stream;
    }

    // A path of this machine must not leave it; a name may have been made on a system with the other separator.
    private static string NameIn(string path, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path, parameter);
        OutgoingText.Check(path, parameter, parameter);
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        return string.IsNullOrWhiteSpace(name) || name is "." or ".." ? throw new ArgumentException($"{parameter} has no file's name at its end.", parameter) : name;
    }
}
