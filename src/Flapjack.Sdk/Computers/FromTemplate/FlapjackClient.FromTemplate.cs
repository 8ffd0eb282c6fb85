using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Creates an agent together with its computer, whose bootstrap then runs in the background.</summary>
    /// <param name="request">What to create.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent, usually within a second; its computer is bootstrapping, unless the agent was there already.</returns>
    /// <exception cref="ArgumentException">A field of the request is empty or malformed; the message names it. Nothing was sent.</exception>
    /// <exception cref="FlapjackValidationException">The service found the request invalid, for example <c>INVALID_WEBHOOK_URL</c>.</exception>
    /// <remarks>
    /// <c>POST /api/agents/from-template</c>. With an <see cref="CreateAgentFromTemplateRequest.ExternalAppId"/> the call is idempotent and is
    /// sent again after a transient failure; without one it is sent again only if it provably never arrived.
    /// </remarks>
    public virtual Task<CreateAgentFromTemplateResponse> CreateAgentFromTemplateAsync(
        CreateAgentFromTemplateRequest request, CancellationToken cancellationToken = default)
    {
        FromTemplateRequestRules.Check(request);
        return Http.PostAsync(
            $"/api/agents/from-template",
            JsonBody.Of(request, ComputersJson.Default.CreateAgentFromTemplateRequest),
            ComputersJson.Default.CreateAgentFromTemplateResponse,
            cancellationToken,
            ComputerErrors.Setup,
            request.ExternalAppId is null ? RetryRule.IfNeverStarted : RetryRule.IfTransient,
            // The field of the body is sent as a header too, for extra safety. A value that a header would change is sent in the body only.
            HeaderText.CarriesKey(request.ExternalAppId) ? request.ExternalAppId : null);
    }
}
