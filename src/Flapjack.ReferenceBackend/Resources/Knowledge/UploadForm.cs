using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>Reads the form of an upload part by part, so that a file that is too large is refused before all of it is there.</summary>
internal sealed class UploadForm
{
    // Everything that is not the file: the other parts, the headers and the boundaries.
    private const int RoomForTexts = 64 * 1024;
    private const int MaxParts = 16;
    private const int MaxTitle = 500;
    private const int MaxFileName = 255;

    /// <summary>The parts of the form, for the description of the API.</summary>
    public static IReadOnlyList<RequestField> Parts { get; } =
    [
        new("file", RequestField.File, IsRequired: true),
        new("title", "string", IsRequired: true),
        new("scopeType", "string", IsRequired: true) { Values = KnowledgeScope.Types },
        new("scopeId", "string", IsRequired: true),
    ];

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private UploadedFile? _file;

    private UploadForm()
    {
    }

    public string Title => Text("title") is { Length: <= MaxTitle } title && !title.Contains('\0', StringComparison.Ordinal)
        ? title
        : throw Refusal.Invalid("INVALID_TITLE", $"title must have at most {MaxTitle} characters, and no NUL character.");

    public KnowledgeScope Scope => new(
        Text("scopeType") is var type && KnowledgeScope.Types.Contains(type)
            ? type
            : throw Refusal.Invalid(KnowledgeScope.TypeCode, $"scopeType must be one of {string.Join(", ", KnowledgeScope.Types)}."),
        Ids.TryRead(Text("scopeId"), out var id) ? id : throw Refusal.Invalid(KnowledgeScope.IdCode, "scopeId must be a UUID."));

    public UploadedFile File => _file ?? throw Refusal.Invalid("INVALID_FILE", "file is required: the part 'file' of the form, with a filename.");

    /// <param name="context">The request.</param>
    /// <param name="maxFileBytes">How large the file may be.</param>
    /// <exception cref="Refusal">The body is no form, is malformed, or the file is too large.</exception>
    public static async Task<UploadForm> ReadAsync(HttpContext context, int maxFileBytes)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new Refusal(RefusalKind.UnsupportedFormat, code: null, "An upload is a form: send it as multipart/form-data.");
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 70)
        {
            throw Malformed("its Content-Type names no boundary of 1 to 70 characters");
        }

        if (context.Request.ContentLength > (long)maxFileBytes + RoomForTexts)
        {
            throw TooLarge(maxFileBytes);
        }

        // Kestrel's own limit is for JSON. The form is counted here.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        var form = new UploadForm();
        try
        {
            await form.ReadAsync(new(boundary, context.Request.Body), maxFileBytes, context.RequestAborted).ConfigureAwait(false);
            return form;
        }
        catch (InvalidDataException e)
        {
            throw Malformed($"its parts are malformed: {e.Message.TrimEnd('.')}");
        }
        catch (IOException e) when (e is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw Malformed($"it ends before its last boundary, which is '--{boundary}--'");
        }
    }

    private async Task ReadAsync(MultipartReader parts, int maxFileBytes, CancellationToken cancellationToken)
    {
        var room = RoomForTexts;
        for (var count = 0; await parts.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } part; count++)
        {
            if (count == MaxParts)
            {
                throw Malformed($"it has more than {MaxParts} parts");
            }

            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || disposition.Name.Length == 0)
            {
                throw Malformed("a part has no name");
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (name == "file")
            {
                _file = _file is not null ? throw Malformed("it has two files") : await FileOfAsync(part, disposition, maxFileBytes, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var bytes = await BytesOfAsync(part.Body, room, cancellationToken).ConfigureAwait(false) ?? throw Malformed($"its texts are larger than {RoomForTexts} bytes together");
            room -= bytes.Length;
            _texts[name] = _texts.ContainsKey(name) ? throw Malformed($"it has the part '{Shown(name)}' twice") : PlainText.OfUtf8(bytes) ?? throw Malformed($"its part '{Shown(name)}' is not UTF-8");
        }
    }

    private static async Task<UploadedFile> FileOfAsync(MultipartSection part, ContentDispositionHeaderValue disposition, int maxBytes, CancellationToken cancellationToken)
    {
        var path = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        // Programs such as curl write a quotation mark of a name with a backslash, which is no folder.
        path = path.Replace("\\\"", "\"", StringComparison.Ordinal);
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.Length is 0 or > MaxFileName || name.Any(char.IsControl))
        {
            throw Refusal.Invalid("INVALID_FILE", $"file must have a filename of 1 to {MaxFileName} characters.");
        }

        var bytes = await BytesOfAsync(part.Body, maxBytes, cancellationToken).ConfigureAwait(false) ?? throw TooLarge(maxBytes);
        _ = MediaTypeHeaderValue.TryParse(part.ContentType, out var type);
        return new(name, type?.MediaType.ToString().ToLowerInvariant() ?? "", type?.Charset is { Length: > 0 } charset ? HeaderUtilities.RemoveQuotes(charset).ToString() : null, bytes);
    }

    /// <summary>The bytes of a part; null if there are more than allowed.</summary>
    private static async Task<byte[]?> BytesOfAsync(Stream part, int max, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await part.ReadAsync(chunk, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (bytes.Length + count > max)
            {
                return null;
            }

            bytes.Write(chunk, 0, count);
        }

        return bytes.ToArray();
    }

    private string Text(string name) => _texts.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text)
        ? text
        : throw Refusal.Invalid(CodeOf(name), $"{name} is required, and must not be blank.");

    private static string CodeOf(string name) => name switch
    {
        "scopeType" => KnowledgeScope.TypeCode,
        "scopeId" => KnowledgeScope.IdCode,
        _ => "INVALID_TITLE",
    };

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private static Refusal Malformed(string why) => Refusal.Invalid("INVALID_FORM", $"The form can't be read: {why}.");

    private static Refusal TooLarge(int maxBytes) => new(RefusalKind.TooLarge, "FILE_TOO_LARGE", $"The file is larger than {maxBytes} bytes, which is the limit of this backend.");
}
