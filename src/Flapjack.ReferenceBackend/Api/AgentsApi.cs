using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Creating agents from templates, and deleting them.</summary>
internal sealed class AgentsApi(KeyRing keys, AgentRoutes agentRoutes, AgentService agents, WebhookUrlPolicy webhookUrls, ComputerNaming naming)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/agents/from-template", CreateFromTemplateAsync);
        routes.MapDelete("/api/agents/{agentId}", DeleteAsync);
    }

    private async Task CreateFromTemplateAsync(HttpContext context)
    {
        var caller = keys.Authenticate(context.Request);
        caller.Require(FlapjackScopes.SandboxAdmin);
        string? idempotencyKey = context.Request.Headers["Idempotency-Key"];
        var request = FromTemplateBody.Read(await JsonBody.ReadAsync(context).ConfigureAwait(false), idempotencyKey);
        if (request.WebhookUrl is { } url && await webhookUrls.RefuseAsync(url, context.RequestAborted).ConfigureAwait(false) is { } complaint)
        {
            throw ApiError.BadRequest("INVALID_WEBHOOK_URL", complaint);
        }

        var created = await agents.CreateFromTemplateAsync(caller, request).ConfigureAwait(false);
        var json = HttpContextJson.ToJson(created).Named(naming);
        if (!created.Idempotent)
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            json.Remove("idempotent");
        }

        await context.WriteJsonAsync(json).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        await agents.DeleteAsync(agentRoutes.Find(context)).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
