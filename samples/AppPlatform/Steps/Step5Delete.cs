using Flapjack.Sdk;

namespace AppPlatform.Steps;

/// <summary>Step 5: delete the agent and then the app.</summary>
internal static class Step5Delete
{
    public static void MapDelete(this WebApplication app) =>
        app.MapPost("/apps/{id:guid}/delete", async (Guid id, IFormCollection _, AppStore apps, FlapjackClient flapjack) =>
        {
            try
            {
                if (apps.Find(id)?.AgentId is { } agentId)
                {
                    await flapjack.DeleteAgentAsync(agentId);
                }
            }
            catch (FlapjackNotFoundException)
            {
                // Somebody else has deleted the agent.
            }
            catch (FlapjackException e)
            {
                return Show.App(apps.Find(id), Show.Reason(e));
            }

            apps.Remove(id);
            return Results.Redirect("/");
        });
}
