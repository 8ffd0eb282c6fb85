using System.Text.RegularExpressions;

namespace Flapjack.AppPlatform.Tests.Machine;

/// <summary>A browser's forms without a browser.</summary>
internal sealed partial class PlatformClient(Uri address) : IDisposable
{
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = Limit.Time };

    /// <summary>Creates an app; with the path of its page.</summary>
    public async Task<string> CreateAsync(string name, string template = "blank")
    {
        using var answer = await PostAsync("/", "/apps", ("id", Guid.NewGuid().ToString()), ("name", name), ("template", template));
        answer.StatusCode.Should().Be(System.Net.HttpStatusCode.Redirect);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Sends a form with the token that its page has.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await Http.GetStringAsync(page)).Groups[1].Value;
        var form = fields.Append(("__RequestVerificationToken", token)).ToDictionary(field => field.Item1, field => field.Item2);
        using var content = new FormUrlEncodedContent(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Asks for an app's state until it is that one; with its agent's id.</summary>
    public async Task<string> WaitForAsync(string page, string status)
    {
        using var limit = new CancellationTokenSource(Limit.Time);
        while (true)
        {
            var state = await Http.GetStringAsync($"{page}/state", limit.Token);
            if (state.Contains($"\"status\":\"{status}\"", StringComparison.Ordinal))
            {
                return AgentId().Match(state).Groups[1].Value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("\"agentId\":\"([^\"]+)\"")]
    private static partial Regex AgentId();
}
