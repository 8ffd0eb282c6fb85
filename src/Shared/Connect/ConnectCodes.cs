namespace Shared.Connect;

/// <summary>The codes of the Connect protocol, and the HTTP statuses that go with them.</summary>
internal static class ConnectCodes
{
    public const string Canceled = "canceled";
    public const string Unknown = "unknown";
    public const string InvalidArgument = "invalid_argument";
    public const string DeadlineExceeded = "deadline_exceeded";
    public const string NotFound = "not_found";
    public const string AlreadyExists = "already_exists";
    public const string PermissionDenied = "permission_denied";
    public const string ResourceExhausted = "resource_exhausted";
    public const string FailedPrecondition = "failed_precondition";
    public const string Aborted = "aborted";
    public const string OutOfRange = "out_of_range";
    public const string Unimplemented = "unimplemented";
    public const string Internal = "internal";
    public const string Unavailable = "unavailable";
    public const string DataLoss = "data_loss";
    public const string Unauthenticated = "unauthenticated";

    /// <summary>The status of a unary refusal with this code. A code that the protocol does not have counts as <see cref="Unknown"/>.</summary>
    public static int StatusOf(string code) => code switch
    {
        InvalidArgument or FailedPrecondition or OutOfRange => 400,
        Unauthenticated => 401,
        PermissionDenied => 403,
        NotFound => 404,
        AlreadyExists or Aborted => 409,
        ResourceExhausted => 429,
        Canceled => 499,
        Unimplemented => 501,
        Unavailable => 503,
        DeadlineExceeded => 504,
        _ => 500,
    };

    /// <summary>The code of a refusal whose body is no error of the protocol, because something in front of the service has answered.</summary>
    public static string OfStatus(int status) => status switch
    {
        400 => Internal,
        401 => Unauthenticated,
        403 => PermissionDenied,
        404 => Unimplemented,
        429 or 502 or 503 or 504 => Unavailable,
        _ => Unknown,
    };

    /// <summary>The code itself if the protocol has it, otherwise <see cref="Unknown"/>, also for none.</summary>
    public static string Known(string? code) => code is Canceled or InvalidArgument or DeadlineExceeded or NotFound or AlreadyExists or PermissionDenied
        or ResourceExhausted or FailedPrecondition or Aborted or OutOfRange or Unimplemented or Internal or Unavailable or DataLoss or Unauthenticated
        ? code
        : Unknown;
}
