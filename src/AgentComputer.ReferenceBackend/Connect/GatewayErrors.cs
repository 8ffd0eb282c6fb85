using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Auth;
using LocalComputers.Computers;
using LocalComputers.Processes;
using LocalComputers.Programs;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shared.Connect;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>What failures are on the gateway, whose errors have the form of the Connect protocol.</summary>
internal static partial class GatewayErrors
{
    /// <summary>The body of a refusal that came before a method of the gateway was reached; null for a path outside of the gateway.</summary>
    public static JsonObject? Of(PathString path, Refusal refusal, int status) => path.StartsWithSegments(KeyRing.GatewayPath, StringComparison.Ordinal)
        ? new() { ["code"] = CodeOf(refusal, status), ["message"] = refusal.Message }
        : null;

    /// <summary>The error that a caller is told of a failure. A failure of the backend itself is logged.</summary>
    public static ConnectError Of(Exception failure, HttpContext context, ILogger logger) => failure switch
    {
        ConnectRefusal refusal => new(refusal.Code, refusal.Message),
        BadMessageException bad => new(bad.Code, bad.Message),
        Refusal refusal => new(CodeOf(refusal, status: 0), refusal.Message),
        ComputerUnavailableException gone => new(ConnectCodes.FailedPrecondition, $"The computer is not running: it is '{gone.Phase}'. Start it, and wait until it runs."),
        ProcessStartException { IsCallersFault: true } start => new(ConnectCodes.InvalidArgument, start.ForCallers),
        ProcessStartException { IsForLackOfRoom: true } start => new(ConnectCodes.ResourceExhausted, start.ForCallers),
        ProcessStartException start => new(ConnectCodes.Internal, start.ForCallers),
        ProgramInputException input => new(ConnectCodes.Internal, input.Message),
        StoreException store => new(store.IsFull ? ConnectCodes.ResourceExhausted : ConnectCodes.Internal, store.ForCallers),
        BadHttpRequestException broken => new(ConnectCodes.InvalidArgument, broken.Message),
        ObjectDisposedException => new(ConnectCodes.Unavailable, "The backend is shutting down."),
        _ => Unknown(failure, context, logger),
    };

    private static ConnectError Unknown(Exception failure, HttpContext context, ILogger logger)
    {
        LogFailed(logger, context.Request.Path, context.TraceIdentifier, failure);
        return new(ConnectCodes.Internal, $"The backend failed; its log tells more (request {context.TraceIdentifier}).");
    }

    private static string CodeOf(Refusal refusal, int status) => refusal.Kind switch
    {
        RefusalKind.Unauthorized => ConnectCodes.Unauthenticated,
        RefusalKind.Forbidden => ConnectCodes.PermissionDenied,
        RefusalKind.NotFound => ConnectCodes.NotFound,
        RefusalKind.NotReady => ConnectCodes.FailedPrecondition,
        RefusalKind.TooLarge or RefusalKind.NoRoom or RefusalKind.LimitReached => ConnectCodes.ResourceExhausted,
        RefusalKind.ShuttingDown => ConnectCodes.Unavailable,
        RefusalKind.Failed => ConnectCodes.Internal,
        RefusalKind.Protocol => ConnectCodes.OfStatus(status),
        _ => ConnectCodes.InvalidArgument,
    };

    [LoggerMessage(LogLevel.Error, "{Path} failed (request {RequestId}).")]
    private static partial void LogFailed(ILogger logger, string path, string requestId, Exception exception);
}
