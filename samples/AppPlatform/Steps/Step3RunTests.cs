namespace AppPlatform.Steps;

/// <summary>Step 3: run commands on demand, and pass their output on as it comes. A user who leaves the page stops the command.</summary>
internal static class Step3RunTests
{
    public static void MapTests(this WebApplication app) =>
        app.MapPost("/apps/{id:guid}/tests", async (Guid id, IFormCollection _, AppStore apps, TestRunner tests, HttpContext http) =>
        {
            if (apps.Change(id, now => now with { IsTesting = true }, now => now.CanRunTests) is not { } platformApp)
            {
                return Results.Conflict();
            }

            await tests.RunAsync(platformApp, new LiveOutput(http.Response), http.RequestAborted);
            return Results.Empty;
        });
}
