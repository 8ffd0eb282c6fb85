using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>
/// Reads and checks the form of <c>POST …/marketplace/avatar</c>. The contract says only that a picture is uploaded. The part's name, the formats and the
/// size are ours.
/// </summary>
internal static class AvatarBody
{
    private const string Part = "file";
    private const int MaxBytes = 1024 * 1024;

    // RFC 2046 allows at most so many characters. The reader throws if a boundary does not fit into its buffer.
    private const int MaxBoundary = 70;

    /// <summary>The parts of the form, for the description of the API.</summary>
    public static IReadOnlyList<RequestField> Parts { get; } = [new(Part, RequestField.File, IsRequired: true)];

    // SVG is not among them, because a browser would run the scripts in it.
    private static readonly (string ContentType, Func<byte[], bool> IsAtStartOf)[] Formats =
    [
        ("image/png", file => StartsWith(file, 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A)),
        ("image/jpeg", file => StartsWith(file, 0xFF, 0xD8, 0xFF)),
        ("image/gif", file => file.AsSpan().StartsWith("GIF8"u8)),
        ("image/webp", file => file.AsSpan().StartsWith("RIFF"u8) && file.Length >= 12 && file.AsSpan(8).StartsWith("WEBP"u8)),
    ];

    /// <exception cref="Refusal">415: the body is no form, or its file is no picture; 400: the form is broken, or its file is missing or too large.</exception>
    public static async Task<Avatar> ReadAsync(HttpContext context)
    {
        var reader = new MultipartReader(BoundaryOf(context.Request.ContentType), context.Request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (section.GetContentDispositionHeader() is { } header && header.IsFileDisposition() && HeaderUtilities.RemoveQuotes(header.Name) == Part)
                {
                    return Checked(await ReadFileAsync(section.Body, context.RequestAborted).ConfigureAwait(false));
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Invalid("The body is no complete form of the type multipart/form-data.");
        }

        throw Invalid($"The form has no part '{Part}' with a file.");
    }

    private static string BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= MaxBoundary } boundary
            ? boundary.Value!
            : throw new Refusal(RefusalKind.UnsupportedFormat, code: null, $"Send the picture as the part '{Part}' of a form of the type multipart/form-data, with a boundary of 1 to {MaxBoundary} characters.");

    private static async Task<byte[]> ReadFileAsync(Stream body, CancellationToken cancellationToken)
    {
        // One byte more than is allowed tells a file that is too large, without reading all of it.
        var file = new byte[MaxBytes + 1];
        var length = await body.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length <= MaxBytes ? file[..length] : throw Invalid($"The file is larger than {MaxBytes} bytes.");
    }

    private static Avatar Checked(byte[] file)
    {
        if (file.Length == 0)
        {
            throw Invalid("The file is empty.");
        }

        // The name and the type that the caller gives say nothing for sure.
        var format = Formats.FirstOrDefault(format => format.IsAtStartOf(file));
        return format.ContentType is { } contentType
            ? new(contentType, file)
            : throw new Refusal(RefusalKind.UnsupportedFormat, "UNSUPPORTED_IMAGE", "The file is no PNG, JPEG, GIF or WebP picture.");
    }

    private static bool StartsWith(byte[] file, params ReadOnlySpan<byte> start) => file.AsSpan().StartsWith(start);

    private static Refusal Invalid(string detail) => Refusal.Invalid("INVALID_FILE", detail);
}
