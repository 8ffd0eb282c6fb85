using Flapjack.Sdk.AspNetCore;

namespace AppPlatform.Steps;

/// <summary>
/// Step 4: show the live status. The page asks for it under the path of Flapjack's own API. The key stays in this program, and the proxy passes
/// nothing else.
/// </summary>
internal static class Step4ShowLiveStatus
{
    public static void MapLiveStatus(this WebApplication app)
    {
        var apps = app.Services.GetRequiredService<AppStore>();
        app.MapFlapjackProxy(request => ValueTask.FromResult(
            request.Operation == FlapjackProxyOperation.GetComputerStatus && apps.Owns(request.AgentId)));
    }
}
