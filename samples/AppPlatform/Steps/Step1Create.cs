using Flapjack.Sdk;
using Microsoft.AspNetCore.Mvc;

namespace AppPlatform.Steps;

/// <summary>
/// Step 1: create the agent when the app is created. Flapjack answers within a second and sets the computer up in the background; the app is
/// "provisioning" until the webhook comes.
/// </summary>
internal static class Step1Create
{
    public static void MapCreate(this WebApplication app)
    {
        app.MapPost("/apps", CreateAsync);
        app.MapPost("/apps/{id:guid}/setup", SetUpAgainAsync);
        app.MapGet("/apps/{id:guid}/setup-log", ShowLogAsync);
    }

    private static async Task<IResult> CreateAsync(
        [FromForm] Guid id, [FromForm] string? name, [FromForm] string? template, AppStore apps, ComputerSetup setup, TimeProvider clock)
    {
        var form = CreateForm.Read(id, name, template);
        if (form.NameComplaint is not null)
        {
            return Show.Front(apps, form);
        }

        // The app is stored before Flapjack is called, since the webhook may be faster than the answer. A form that is sent twice finds its app here.
        var app = new PlatformApp(form.Id, form.Name, new(form.Template), clock.GetUtcNow());
        if (apps.TryAdd(app))
        {
            try
            {
                await setup.StartAsync(app);
            }
            catch (FlapjackException e)
            {
                apps.Remove(form.Id);
                return Show.Front(apps, form with { Complaint = Show.Reason(e) });
            }
        }

        return Results.Redirect($"/apps/{form.Id}");
    }

    // The guide's failure table says: ask again for a computer that failed or is gone. The form is read, so that the request is checked for forgery.
    private static async Task<IResult> SetUpAgainAsync(Guid id, IFormCollection _, AppStore apps, ComputerSetup setup)
    {
        if (apps.Change(id, now => now.BeingSetUpAgain(), now => now.CanSetUpAgain) is { } app)
        {
            try
            {
                await setup.StartAsync(app);
            }
            catch (FlapjackException e)
            {
                apps.Change(id, now => now with { Status = AppStatus.Failed, Failure = Show.Reason(e) });
                return Show.App(apps.Find(id), Show.Reason(e));
            }
        }

        return Results.Redirect($"/apps/{id}");
    }

    // The guide's failure table also says: read in the setup's log why it failed.
    private static Task ShowLogAsync(Guid id, AppStore apps, FlapjackClient flapjack, HttpContext http, IHostApplicationLifetime program) =>
        SetupLog.WriteAsync(flapjack, apps.Find(id)?.AgentId, http, program.ApplicationStopping);
}
