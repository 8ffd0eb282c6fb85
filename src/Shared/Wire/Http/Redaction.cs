using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Shared.Wire.Http.Secrets;

namespace Shared.Wire.Http;

/// <summary>
/// The one place where text from the wire enters an exception. It takes out the API key, which the service or a proxy may echo in any place
/// of an answer, and takes care that the text and our sentence around it do not both end with a full stop.
/// </summary>
internal sealed class Redaction : IEquatable<Redaction>
{
    private const string Mark = "[key]";

    private readonly string _secret;
    private readonly KnownSecrets _known;

    /// <param name="secret">What no exception may show.</param>
    public Redaction(string secret) => (_secret, _known) = (secret, new(secret));

    /// <summary>For exceptions that are made where no key is known.</summary>
    public static Redaction None { get; } = new("");

    /// <summary>The text without the key and its longer parts, in whatever spelling an encoder has given to them.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Of(string? text) => text is null ? null : _known.Replace(text, _ => Mark);

    /// <summary>Takes out one more secret from now on, beside those of before: the first, and the newest 32.</summary>
    public void Learn(string secret) => _known.Learn(secret);

    /// <summary>Makes a sentence of ours. Each text that is filled in is redacted, and loses the mark at its end, because the sentence has its own.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The handler of the text takes this object.")]
    public string Message([InterpolatedStringHandlerArgument("")] RedactedMessage message) => message.ToString();

    /// <summary>The exception to attach as the cause: the exception itself or, if the key stands anywhere in it, a copy without the key.</summary>
    [return: NotNullIfNotNull(nameof(cause))]
    public Exception? Cause(Exception? cause)
    {
        if (cause is null || _known.AreNone || !_known.IsIn(cause.ToString()))
        {
            return cause;
        }

        var (message, inner) = (Of(cause.Message), Cause(cause.InnerException));
        return cause switch
        {
            HttpRequestException http => new HttpRequestException(http.HttpRequestError, message, inner, http.StatusCode),
            JsonException json => new JsonException(message, Of(json.Path), json.LineNumber, json.BytePositionInLine, inner),
            OperationCanceledException cancelled => new OperationCanceledException(message, inner, cancelled.CancellationToken),
            TimeoutException => new TimeoutException(message, inner),
            IOException => new IOException(message, inner),
            _ => new WireException($"{cause.GetType().Name}: {message}", inner),
        };
    }

    /// <summary>Whether both take out the same key. A record that holds a redaction is compared by value.</summary>
    public bool Equals(Redaction? other) => _secret == other?._secret;

    public override bool Equals(object? obj) => Equals(obj as Redaction);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_secret);
}
