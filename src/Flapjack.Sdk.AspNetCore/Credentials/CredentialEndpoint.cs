using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Credentials;

/// <summary>Answers a question for a key: reads, verifies and parses it, and asks the app's function.</summary>
internal sealed class CredentialEndpoint
{
    private const int MaxBodyBytes = 16 * 1024;

    private readonly IOptionsMonitor<FlapjackCredentialResolverOptions> _options;
    private readonly ILogger<CredentialEndpoint> _logger;
    private readonly TimeProvider _time;
    private readonly SeenNonces _seen;

    public CredentialEndpoint(IOptionsMonitor<FlapjackCredentialResolverOptions> options, IServiceProvider services, ILogger<CredentialEndpoint> logger)
    {
        (_options, _logger) = (options, logger);
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _seen = new(_time);
    }

    public RequestDelegate With(Func<CredentialQuestion, IServiceProvider, CancellationToken, Task<string?>> resolve) => async context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        CredentialQuestion? question = null;
        try
        {
            question = await QuestionAsync(context).ConfigureAwait(false);
            if (question is not null)
            {
                var key = await resolve(question, context.RequestServices, context.RequestAborted).ConfigureAwait(false);
                await AnswerAsync(context, question, string.IsNullOrWhiteSpace(key) ? null : key).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            _logger.CredentialBrokenOff(question?.Provider);
            Refuse(context, StatusCodes.Status500InternalServerError);
        }
        catch (Exception e)
        {
            _logger.CredentialFailed(question?.Provider, e.GetType().FullName!, e.StackTrace);
            Refuse(context, StatusCodes.Status500InternalServerError);
        }
    };

    /// <summary>The question of a genuine request; null if there is none, and the answer says why.</summary>
    private async Task<CredentialQuestion?> QuestionAsync(HttpContext context)
    {
        if (CurrentSecrets() is not { } secrets)
        {
            return Refuse(context, StatusCodes.Status500InternalServerError);
        }

        var announced = context.Request.ContentLength;
        var body = await RawBody.ReadAsync(context, MaxBodyBytes).ConfigureAwait(false);
        if (body.WasConsumed(announced))
        {
            _logger.CredentialConsumed(announced!.Value);
            return Refuse(context, StatusCodes.Status500InternalServerError);
        }

        if (body.Status != StatusCodes.Status200OK)
        {
            _logger.CredentialNotRead(body.Status, MaxBodyBytes);
            return Refuse(context, body.Status);
        }

        return IsGenuine(context, body.Bytes, secrets) ? Parse(context, body.Bytes.Span) : Refuse(context, StatusCodes.Status401Unauthorized);
    }

    private bool IsGenuine(HttpContext context, ReadOnlyMemory<byte> body, IReadOnlyList<string> secrets)
    {
        var headers = CredentialHeaders.Read(name => context.Request.Headers[name]);
        var result = CredentialSignature.Check(body.Span, headers, secrets, _time);
        if (result != WebhookCheckResult.Valid)
        {
            _logger.CredentialRefused(result);
            return false;
        }

        if (!_seen.TryAdd(headers.Nonce!))
        {
            _logger.CredentialReplayed();
            return false;
        }

        return true;
    }

    // The exception would carry the body into the log.
    private CredentialQuestion? Parse(HttpContext context, ReadOnlySpan<byte> body)
    {
        try
        {
            return CredentialQuestion.Parse(body);
        }
        catch (FlapjackProtocolException)
        {
            _logger.CredentialNotJson(body.Length);
            return Refuse(context, StatusCodes.Status400BadRequest);
        }
    }

    private async Task AnswerAsync(HttpContext context, CredentialQuestion question, string? key)
    {
        var source = key is null ? "platform" : "byok";
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("apiKey"u8, key);
            json.WriteString("source"u8, source);
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
        _logger.CredentialResolved(question.Provider, source);
    }

    // The options are read at each question, so that secrets can be rotated without a restart.
    private string[]? CurrentSecrets()
    {
        try
        {
            return [.. _options.CurrentValue.Secrets];
        }
        catch (Exception e)
        {
            _logger.CredentialsMisconfigured(e.Message);
            return null;
        }
    }

    private static CredentialQuestion? Refuse(HttpContext context, int status)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentLength = null;
            context.Response.ContentType = null;
            context.Response.StatusCode = status;
        }

        return null;
    }
}
