using Flapjack.Sdk;
using Microsoft.AspNetCore.Hosting.Server;

namespace AppPlatform;

/// <summary>Asks Flapjack for an app's agent and its computer.</summary>
internal sealed class ComputerSetup(FlapjackClient flapjack, AppStore apps, FlapjackPlace place, IServer server)
{
    /// <summary>Where this platform receives Flapjack's webhooks.</summary>
    public const string WebhookPath = "/api/flapjack/webhook";

    /// <summary>Creates the agent, or has the computer of an existing agent set up anew, and records with the app what Flapjack answered.</summary>
    /// <exception cref="FlapjackException">Flapjack refused, or could not be reached.</exception>
    public async Task StartAsync(PlatformApp app)
    {
        var created = await flapjack.CreateAgentFromTemplateAsync(new()
        {
            Name = app.Name,
            Template = app.Template,
            EnvVars = [new("CI", "true")],
            WebhookUrl = (place.PublicUrl ?? server.OwnAddress()) + WebhookPath,
            // Makes the call idempotent: it is safe to retry, and a repeated call sets up a computer that failed or is gone.
            ExternalAppId = app.Id.ToString(),
        });
        var known = apps.Change(app.Id, now => now with
        {
            AgentId = created.Agent.Id,
            BootstrapRunId = created.BootstrapRunId,
            // Flapjack may answer a repeated call with the run that it had started before.
            EarlierRuns = [.. now.EarlierRuns.Where(run => run != created.BootstrapRunId)],
            // An agent whose computer was ready before the call sends no further webhook.
            Status = created.Computer.Status == ComputerLifecycleStatus.Ready ? AppStatus.Ready : now.Status,
        });
        if (known is null)
        {
            // The app was deleted in the meantime.
            await flapjack.DeleteAgentAsync(created.Agent.Id);
        }
    }
}
