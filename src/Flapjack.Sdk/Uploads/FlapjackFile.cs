using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>A file to upload. Its content is streamed, and is never in memory as a whole.</summary>
/// <remarks>
/// A path, bytes and a stream that can seek are read from their start for each upload. Any other stream can be uploaded once, and the client does not
/// repeat an upload after it has taken the first byte of such a stream. A stream is read by one upload at a time; a path and bytes by any number.
/// </remarks>
public sealed class FlapjackFile
{
    private FlapjackFile(UploadFile content, string? contentType) =>
        (Content, ContentType) = (content, contentType is null ? content.MediaType : MultipartBody.CheckedMediaType(contentType, nameof(contentType)));

    /// <summary>The file's name without any folder, as the service gets it.</summary>
    public string Name => Content.Name;

    /// <summary>The media type.</summary>
    public string ContentType { get; }

    internal UploadFile Content { get; }

    /// <summary>A file of this machine. It is opened when the upload begins; the service gets its name, and not its folders.</summary>
    /// <param name="path">The path.</param>
    /// <param name="contentType">The media type; null for what the ending of the name suggests, or <c>application/octet-stream</c>.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The path has no file's name at its end, or the media type is none.</exception>
    public static FlapjackFile FromPath(string path, string? contentType = null) => new(UploadFile.FromPath(path, nameof(path)), contentType);

    /// <summary>A file that is in memory. <c>BinaryData</c> and <c>byte[]</c> convert to the parameter by themselves.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="fileName">The file's name; folders before it are cut off.</param>
    /// <param name="contentType">The media type; null for what the ending of the name suggests, or <c>application/octet-stream</c>.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">There is no name, or the media type is none.</exception>
    public static FlapjackFile FromBytes(ReadOnlyMemory<byte> bytes, string fileName, string? contentType = null) =>
        new(UploadFile.FromBytes(bytes, fileName, nameof(fileName)), contentType);

    /// <summary>A file whose content is in a stream, from where the stream stands now to its end. The stream stays yours: it is not disposed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="fileName">The file's name; folders before it are cut off.</param>
    /// <param name="contentType">The media type; null for what the ending of the name suggests, or <c>application/octet-stream</c>.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">There is no name, the stream can't be read, or the media type is none.</exception>
    public static FlapjackFile FromStream(Stream stream, string fileName, string? contentType = null) =>
        new(UploadFile.FromStream(stream, fileName, nameof(fileName)), contentType);

    /// <summary>The file's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
