using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>A backend whose coder runs the prompt as shell code, and a repository that its sessions clone. So each test says in the prompt what the coder does.</summary>
public sealed class CodingBackend : IAsyncLifetime, IAsyncDisposable
{
    internal const string All = "/api/code-sessions";

    private readonly TempFolder _folder = new();
    private LocalRepository _repository = null!;
    private int _pipes;

    public TestBackend Server { get; private set; } = null!;

    /// <summary>The folder of the backend's data, if it keeps any.</summary>
    internal string Data => _folder["data"];

    internal static LocalCoder Coder(int maxSessionsAtOnce = 4) => new() { Command = "bash -c \"$FLAPJACK_PROMPT\"", MaxSessionsAtOnce = maxSessionsAtOnce };

    internal static async Task<CodingBackend> StartAsync(Action<FlapjackBackendOptions>? configure = null)
    {
        var started = new CodingBackend();
        await started.InitializeAsync(configure);
        return started;
    }

    public Task InitializeAsync() => InitializeAsync(null);

    internal Latch NewLatch() => new(_folder);

    /// <summary>A file of the host that coders write and tests read.</summary>
    internal string NewFile() => _folder[$"file{Interlocked.Increment(ref _pipes)}"];

    /// <summary>Ends the backend and starts another with the same data.</summary>
    internal async Task RestartAsync(Action<FlapjackBackendOptions>? configure = null)
    {
        await Server.DisposeAsync();
        await InitializeServerAsync(options =>
        {
            options.DataDirectory = Data;
            configure?.Invoke(options);
        });
    }

    /// <summary>Starts a session.</summary>
    /// <param name="prompt">What the coder runs.</param>
    /// <param name="more">Further fields of the body, with a comma before each.</param>
    /// <param name="agent">Further fields of the code agent, in the same form.</param>
    /// <returns>The session's path.</returns>
    internal async Task<string> BeginAsync(string prompt, string more = "", string agent = "")
    {
        var made = await Server.PostAsync("/api/code-agents", $$"""{"name":"Bug Fixer","defaultRepoUrl":"{{LocalRepository.Url}}"{{agent}}}""");
        var session = await Server.PostAsync(All, $$"""{"codeAgentId":"{{made.Text("id")}}","prompt":{{TestBackend.Quoted(prompt)}}{{more}}}""");
        session.Status.Should().Be(201, session.Body);
        return $"{All}/{session.Text("id")}";
    }

    /// <summary>Starts a session and waits for its end.</summary>
    internal async Task<CodeSessionStory> RunAsync(string prompt, string more = "", string agent = "") => await EndAsync(await BeginAsync(prompt, more, agent));

    internal async Task SendAsync(string path, string prompt) =>
        (await Server.PostAsync(path + "/messages", $$"""{"prompt":{{TestBackend.Quoted(prompt)}}}""")).Status.Should().Be(201);

    /// <summary>Waits until a session works on nothing, and reads what happened.</summary>
    internal async Task<CodeSessionStory> EndAsync(string path)
    {
        await HasAsync(path, session => session.GetProperty("status").GetString() is not ("pending" or "creating" or "running"));
        return await ReadAsync(path);
    }

    internal async Task<CodeSessionStory> ReadAsync(string path) =>
        new(path, (await Server.GetAsync(path)).Json, [.. (await Server.GetAsync(path + "/events")).Json.EnumerateArray()]);

    internal Task HasAsync(string path, Func<JsonElement, bool> wanted) =>
        Eventually.HoldsAsync(async () => wanted((await Server.GetAsync(path)).Json), $"{path} becomes what the test waits for");

    internal Task RunsAsync(string path) => HasAsync(path, session => session.GetProperty("status").GetString() == "running");

    /// <summary>The folder of a session's computer.</summary>
    internal string ComputerOf(string path) => Path.Combine(Data, "computers", Path.GetFileName(path));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _repository.Dispose();
        _folder.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    private async Task InitializeAsync(Action<FlapjackBackendOptions>? configure)
    {
        _repository = await LocalRepository.CreateAsync();
        await InitializeServerAsync(configure);
    }

    private async Task InitializeServerAsync(Action<FlapjackBackendOptions>? configure) => Server = await TestBackend.StartAsync(options =>
    {
        _repository.Rewrite(options);
        options.RepositoryRewrites["https://github.com/acme/none"] = "/nowhere";
        options.Coder = Coder();
        options.StopGrace = TimeSpan.Zero;
        configure?.Invoke(options);
    });
}
