using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using Shared.Wire.Json;

namespace Shared.Wire.Http;

/// <summary>A form with one file and some texts, <c>multipart/form-data</c> (RFC 7578). The file is its last part, and is streamed.</summary>
/// <param name="part">The name of the file's part.</param>
/// <param name="file">The file.</param>
/// <param name="mediaType">The media type of the file.</param>
/// <param name="progress">Is told how many bytes of the file have left; null for nobody.</param>
internal sealed class MultipartBody(string part, UploadFile file, string mediaType, IProgress<long>? progress = null)
{
    private readonly StringBuilder _texts = new();

    public UploadFile File => file;

    public IProgress<long>? Progress => progress;

    /// <summary>Stands between the parts. It is random, so that no file contains it.</summary>
    public string Boundary { get; } = $"form-{Guid.NewGuid():N}";

    /// <summary>Everything before the bytes of the file.</summary>
    public byte[] Beginning => Encoding.UTF8.GetBytes(
        $"{_texts}--{Boundary}\r\nContent-Disposition: form-data; name=\"{Escape(part)}\"; filename=\"{Escape(file.Name)}\"\r\nContent-Type: {mediaType}\r\n\r\n");

    /// <summary>Everything behind the bytes of the file.</summary>
    public byte[] End => Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n");

    /// <summary>Checks a media type.</summary>
    /// <param name="mediaType">The media type.</param>
    /// <param name="parameter">What the caller assigned it to.</param>
    /// <exception cref="ArgumentException">It is no media type.</exception>
    public static string CheckedMediaType(string mediaType, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mediaType, parameter);
        return Ascii.IsValid(mediaType) && MediaTypeHeaderValue.TryParse(mediaType, out var parsed) ? parsed.ToString() : throw new ArgumentException($"{parameter} is no media type, such as text/plain.", parameter);
    }

    /// <summary>Adds a part with a text.</summary>
    /// <param name="name">The name of the part.</param>
    /// <param name="value">The text.</param>
    /// <param name="parameter">The text as the caller writes it: the parameter of the public method.</param>
    /// <exception cref="ArgumentException">The text is empty or blank, or can't be sent as it is.</exception>
    public MultipartBody Text(string name, string value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        OutgoingText.CheckField(value, parameter, parameter);
        _texts.Append("--").Append(Boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(Escape(name)).Append("\"\r\n\r\n").Append(value).Append("\r\n");
        return this;
    }

    // As browsers write names: UTF-8, in which only what would end the name or the line is escaped.
    private static string Escape(string name)
    {
        var escaped = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            _ = character == '"' || char.IsControl(character) && character < '\x80' ? escaped.Append('%').Append(((int)character).ToString("X2")) : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
