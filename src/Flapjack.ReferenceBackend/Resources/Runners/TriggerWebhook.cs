using System.Text.Json;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>Reads the webhooks that start runs. The signature is over the bytes of the body, so the bytes are read before the JSON in them.</summary>
internal static class TriggerWebhook
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>What a webhook has, for the description of the API: any JSON object, and the headers of one of the two signatures.</summary>
    public static RouteFields Fields { get; } = RouteFields.OfBody(Input, StatusCodes.Status202Accepted) with
    {
        Headers =
        [
            new(WebhookHeaders.SignatureName, "string", IsRequired: false),
            new(WebhookHeaders.IdName, "string", IsRequired: false),
            new(WebhookHeaders.TimestampName, "string", IsRequired: false),
            new(WebhookHeaders.StandardSignatureName, "string", IsRequired: false),
            new("Idempotency-Key", "string", IsRequired: false),
        ],
    };

    /// <summary>The bytes of the body.</summary>
    /// <exception cref="Refusal">413: there are too many.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (context.Request.ContentLength is null or <= MaxBytes)
        {
            var count = await context.Request.Body.ReadAsync(chunk, context.RequestAborted).ConfigureAwait(false);
            if (count == 0)
            {
                return body.ToArray();
            }

            if (body.Length + count > MaxBytes)
            {
                break;
            }

            body.Write(chunk.AsSpan(0, count));
        }

        throw new Refusal(RefusalKind.TooLarge, code: null, $"The body of a webhook may have at most {MaxBytes} bytes.");
    }

    /// <summary>The JSON object in the body.</summary>
    /// <exception cref="Refusal">400: the body is no JSON object.</exception>
    public static async Task<JsonElement> ParseAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        return Input(await BodyReader.ReadAsync(context).ConfigureAwait(false));
    }

    private static JsonElement Input(BodyReader body) => body.WholeBody("INVALID_BODY");
}
