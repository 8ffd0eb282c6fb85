namespace Flapjack.ReferenceBackend;

/// <summary>
/// Says why a model failed. The turn ends with the event <c>error</c>, which carries <see cref="Code"/> as its <c>code</c> and the message as its
/// <c>detail</c>: do not put secrets into the message. Any other exception of a model becomes the code <c>MODEL_FAILED</c>, and its message is not shown.
/// </summary>
public sealed class ChatModelException : Exception
{
    /// <summary>A failure with a code.</summary>
    /// <param name="code">The machine-readable code, for example <c>RATE_LIMITED</c>; not empty.</param>
    /// <param name="message">The explanation for people, without secrets.</param>
    /// <param name="status">
    /// The HTTP status with which the model's provider refused, 100 to 599; null if there is none. After 400, 403 and 404 the message's
    /// <c>anthropicOverrides.fallbackModels</c> are tried.
    /// </param>
    /// <param name="innerException">What led to this failure; null if nothing else did.</param>
    public ChatModelException(string code, string message, int? status = null, Exception? innerException = null) : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentOutOfRangeException.ThrowIfLessThan(status ?? 100, 100, nameof(status));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status ?? 100, 599, nameof(status));
        (Code, Status) = (code, status);
    }

    /// <summary>The machine-readable code.</summary>
    public string Code { get; }

    /// <summary>The HTTP status with which the model's provider refused; null if there is none.</summary>
    public int? Status { get; }
}
