using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Envelopes;

/// <summary>Gives every answer that is not a success the body that the vendor documents for errors. No answer carries a stack trace.</summary>
/// <param name="envelope">Makes the body of an error answer from a refusal and the status of the answer.</param>
/// <param name="other">The same for the paths of a part of the API whose errors have another form; null if there is none.</param>
/// <param name="refusalOf">What an exception of the backend's own parts means for the caller; null for an exception that it does not know.</param>
/// <param name="logger">Where failures are logged.</param>
internal sealed partial class ErrorEnvelope(
    Func<Refusal, int, JsonObject> envelope, Func<PathString, Refusal, int, JsonObject?>? other, Func<Exception, Refusal?> refusalOf, ILogger logger)
{
    // Such a body is thrown away. A longer body ends the connection.
    private const long LongestUnreadBody = 64 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers["X-Request-Id"] = context.TraceIdentifier;
        try
        {
            await next(context).ConfigureAwait(false);
            var status = context.Response.StatusCode;
            if (status >= 400 && !context.Response.HasStarted)
            {
                // The answers of routing itself, such as 405, come without a body.
                var phrase = ReasonPhrases.GetReasonPhrase(status);
                await WriteAsync(context, status, new(RefusalKind.Protocol, code: null, $"{context.Request.Method} {context.Request.Path}: {phrase}.")).ConfigureAwait(false);
            }
        }
        catch (Refusal refusal)
        {
            await WriteAsync(context, refusal).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, new(RefusalKind.Protocol, code: null, e.Message)).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to tell.
        }
        catch (Exception e)
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, context.TraceIdentifier, e);
            await WriteAsync(context, refusalOf(e) ?? OfFailure(e, context.TraceIdentifier)).ConfigureAwait(false);
        }
    }

    private static Refusal OfFailure(Exception failure, string requestId) => failure is ObjectDisposedException
        ? new(RefusalKind.ShuttingDown, code: null, "The backend is shutting down.")
        : new(RefusalKind.Failed, code: null, $"The backend failed; its log tells more (request {requestId}).");

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid or RefusalKind.NotJson or RefusalKind.NotAnObject => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthorized => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.NotReady => StatusCodes.Status409Conflict,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.UnsupportedFormat => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Contradiction => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.LimitReached => StatusCodes.Status429TooManyRequests,
        RefusalKind.ShuttingDown => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.NoRoom => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };

    private Task WriteAsync(HttpContext context, Refusal refusal) => WriteAsync(context, StatusOf(refusal.Kind), refusal);

    private async Task WriteAsync(HttpContext context, int status, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            // The client sees a stream that breaks off here as broken, which is true.
            context.Abort();
            return;
        }

        TakeUnreadBody(context, status);
        context.Response.StatusCode = status;
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await context.WriteJsonAsync(other?.Invoke(context.Request.Path, refusal, status) ?? envelope(refusal, status)).ConfigureAwait(false);
    }

    // Kestrel reads what is left of a body behind the answer, up to the limit of the route, which nobody has raised yet. A caller that still writes when the
    // connection is closed would see a broken connection instead of the answer.
    private static void TakeUnreadBody(HttpContext context, int status)
    {
        if (status != StatusCodes.Status413PayloadTooLarge && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LongestUnreadBody;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed (request {RequestId}).")]
    private static partial void LogFailed(ILogger logger, string method, string path, string requestId, Exception exception);
}
