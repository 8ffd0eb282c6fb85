using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>A file that was uploaded.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="MediaType">The media type without parameters; empty if the upload names none.</param>
/// <param name="Charset">The encoding that the upload names; null for none.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record UploadedFile(string Name, string MediaType, string? Charset, byte[] Bytes)
{
    /// <summary>The ending of the name, in lower case, with its dot.</summary>
    public string Ending => Path.GetExtension(Name).ToLowerInvariant();

    /// <summary>The file is of a format that can be read, but this file can't.</summary>
    public Refusal Invalid(string why) => Refusal.Invalid("INVALID_FILE", $"The file '{Name}' {why}.");

    /// <summary>The format can't be read.</summary>
    public Refusal Unsupported() => new(
        RefusalKind.UnsupportedFormat, "UNSUPPORTED_FILE", $"The file '{Name}' is of no format that can be read: text, Markdown, HTML or PDF.");
}
