namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Explains why there is no answer to a POST.</summary>
internal static class PostFailure
{
    public static PostResult InvalidAddress { get; } = NotSent("was not called, because its address is not valid");

    public static PostResult Broken { get; } = Unknown("broke the connection before it had answered");

    /// <param name="failure">What the client threw.</param>
    /// <param name="isBegun">Whether the client had begun to send the body.</param>
    /// <param name="overdue">The limit of the call, if its time is over; null if it is not.</param>
    /// <returns>Null for a fault of the backend itself.</returns>
    public static PostResult? Explain(Exception failure, bool isBegun, TimeSpan? overdue) => isBegun ? AfterSending(failure, overdue) : BeforeSending(failure, overdue);

    private static PostResult? BeforeSending(Exception failure, TimeSpan? overdue) => failure switch
    {
        HttpRequestException { InnerException: WebhookAddressRefusedException } =>
            NotSent("was not called, because its address is not on the public internet") with { IsRefused = true },
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            NotSent("could not be called: the host of its address could not be looked up"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => NotSent("could not be connected to securely"),
        HttpRequestException or IOException => NotSent("could not be connected to"),
        // Some hosts can't be converted to the form in which they are looked up.
        UriFormatException => InvalidAddress,
        OperationCanceledException when overdue is { } limit => NotSent($"could not be connected to within {limit.TotalSeconds} s"),
        // The handler has a limit of its own for connecting.
        OperationCanceledException { InnerException: TimeoutException } => NotSent("could not be connected to"),
        OperationCanceledException or ObjectDisposedException => NotSent("was not called, because the backend is closing"),
        _ => null,
    };

    private static PostResult? AfterSending(Exception failure, TimeSpan? overdue) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => Unknown("answered with what is not HTTP"),
        HttpRequestException or IOException => Broken,
        OperationCanceledException when overdue is { } limit => Unknown($"did not answer within {limit.TotalSeconds} s"),
        OperationCanceledException or ObjectDisposedException => Unknown("was not called to its end, because the backend is closing"),
        _ => null,
    };

    private static PostResult NotSent(string reason) => new(PostVerdict.NotSent, reason);

    private static PostResult Unknown(string reason) => new(PostVerdict.Unknown, reason);
}
