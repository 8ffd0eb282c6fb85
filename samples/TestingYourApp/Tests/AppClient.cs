using System.Net.Http.Json;

namespace TestingYourApp.Tests;

/// <summary>What a user of the app does, in a line.</summary>
internal static class AppClient
{
    public static async Task<string> OpenAsync(this HttpClient app, string name) =>
        (await (await app.PostAsync($"/projects/{name}", null)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Project>())!.Id;

    public static Task<HttpResponseMessage> SendCheckAsync(this HttpClient app, string projectId, string script) => app.PostAsJsonAsync($"/projects/{projectId}/checks", new Check(script));

    public static async Task<Report> CheckAsync(this HttpClient app, string projectId, string script) =>
        (await (await app.SendCheckAsync(projectId, script)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Report>())!;
}
