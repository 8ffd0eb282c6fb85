using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Refusals;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Sees to it that every answer that is not a success carries <c>{"error", "detail"}</c>, and never a stack trace.</summary>
internal sealed partial class ErrorEnvelope(ILogger logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers["X-Request-Id"] = context.TraceIdentifier;
        try
        {
            await next(context).ConfigureAwait(false);
            var status = context.Response.StatusCode;
            if (status >= 400 && !context.Response.HasStarted)
            {
                // Routing's own answers, such as 405, come without a body.
                var phrase = ReasonPhrases.GetReasonPhrase(status);
                await WriteAsync(context, status, CodeOf(phrase), $"{context.Request.Method} {context.Request.Path}: {phrase}.").ConfigureAwait(false);
            }
        }
        catch (Refusal refusal)
        {
            await WriteAsync(context, StatusOf(refusal.Kind), refusal).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, CodeOf(ReasonPhrases.GetReasonPhrase(e.StatusCode)), e.Message).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to tell.
        }
        catch (ObjectDisposedException e)
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, context.TraceIdentifier, e);
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "SHUTTING_DOWN", "The backend is shutting down.").ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, context.TraceIdentifier, e);
            var (status, code) = e.IsFull ? (StatusCodes.Status507InsufficientStorage, "STORAGE_FULL") : (StatusCodes.Status500InternalServerError, "STORAGE_FAILED");
            await WriteAsync(context, status, code, e.ForCallers).ConfigureAwait(false);
        }
        catch (IOException e) when (StoreException.MeansFullDisk(e))
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, context.TraceIdentifier, e);
            await WriteAsync(context, StatusCodes.Status507InsufficientStorage, "STORAGE_FULL", "The disk of the backend is full. Make room and try again; the backend's log names the place.").ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, context.TraceIdentifier, e);
            await WriteAsync(context, StatusCodes.Status500InternalServerError, "INTERNAL", $"The backend failed; its log tells more (request {context.TraceIdentifier}).").ConfigureAwait(false);
        }
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthorized => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.NotReady => StatusCodes.Status409Conflict,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.UnsupportedFormat => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.Contradiction => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.LimitReached => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Task WriteAsync(HttpContext context, int status, string code, string detail) =>
        WriteAsync(context, status, new(RefusalKind.Failed, code, detail));

    private static async Task WriteAsync(HttpContext context, int status, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            // A stream that breaks off here is seen by the client as broken, which it is.
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var envelope = new JsonObject { ["error"] = refusal.Code };
        if (refusal.Reason is not null)
        {
            envelope["reason"] = refusal.Reason;
        }

        envelope["detail"] = refusal.Message;
        if (refusal.Exit is not null)
        {
            envelope["exit"] = refusal.Exit.DeepClone();
        }

        await context.WriteJsonAsync(envelope).ConfigureAwait(false);
    }

    /// <summary>The code of a status that no rule of ours gave.</summary>
    internal static string CodeOf(string phrase) => phrase.Length == 0 ? "ERROR" : phrase.ToUpperInvariant().Replace(' ', '_');

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed (request {RequestId}).")]
    private static partial void LogFailed(ILogger logger, string method, string path, string requestId, Exception exception);
}
