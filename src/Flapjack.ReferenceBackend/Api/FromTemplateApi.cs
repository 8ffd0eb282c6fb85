using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Naming;
using Flapjack.ReferenceBackend.Webhooks;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Creates agents together with their computers.</summary>
internal sealed class FromTemplateApi(AgentService agents, WebhookUrlPolicy webhookUrls, ComputerNaming naming) : IResource
{
    public void Map(Routes routes) => routes.Scope(FlapjackScopes.SandboxAdmin).Map(
        HttpMethods.Post,
        "/api/agents/from-template",
        CreateAsync,
        RouteFields.OfBody(body => FromTemplateBody.Read(body, null), StatusCodes.Status201Created));

    private async Task CreateAsync(HttpContext context, Call call)
    {
        string? idempotencyKey = context.Request.Headers["Idempotency-Key"];
        var request = FromTemplateBody.Read(await BodyReader.ReadAsync(context).ConfigureAwait(false), idempotencyKey);
        if (request.WebhookUrl is { } url && await webhookUrls.RefuseAsync(url, context.RequestAborted).ConfigureAwait(false) is { } complaint)
        {
            throw Refusal.Invalid("INVALID_WEBHOOK_URL", complaint);
        }

        var created = await agents.CreateFromTemplateAsync(call.Caller, request).ConfigureAwait(false);
        var json = HttpContextJson.ToJson(created).Named(naming);
        json["agent"] = AgentJson.Brief(created.Agent);
        if (!created.Idempotent)
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            json.Remove("idempotent");
        }

        await context.WriteJsonAsync(json).ConfigureAwait(false);
    }
}
