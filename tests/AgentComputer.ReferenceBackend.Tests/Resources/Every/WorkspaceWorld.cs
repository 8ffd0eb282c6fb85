using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>A workspace with a thing of each kind, made when it is first asked for.</summary>
internal sealed partial class WorkspaceWorld(TestBackend backend, string workspaceId)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _ids = new(StringComparer.Ordinal);

    public TestBackend Backend => backend;

    public string WorkspaceId => workspaceId;

    public HttpClient Client { get; } = backend.StrangerOf(workspaceId);

    /// <summary>The id of the workspace's thing of a kind, or of the workspace itself.</summary>
    public Task<string> IdOfAsync(string parameter) => parameter == "org_id"
        ? Task.FromResult(workspaceId)
        : _ids.GetOrAdd(parameter, _ => new(() => ResourceCatalog.ThingOf(parameter).MakeAsync(this))).Value;

    /// <summary>Makes another thing of a kind, which takes the place of the first.</summary>
    public async Task<string> MakeAnewAsync(string parameter)
    {
        var id = await ResourceCatalog.ThingOf(parameter).MakeAsync(this);
        _ids[parameter] = new(Task.FromResult(id));
        return id;
    }

    /// <summary>Sends a request to a route. The names in braces, in the path and in the body, become ids of the workspace's things.</summary>
    public async Task<HttpAnswer> SendAsync(string route, string? body = null)
    {
        var (method, path) = Split(route);
        return await TestBackend.SendAsync(Client, method, await FillAsync(path), body is null ? null : await FillAsync(body));
    }

    /// <summary>Creates a thing; returns its id. If an operation makes it, the operation has ended.</summary>
    public async Task<string> CreateAsync(string route, string body, string thing)
    {
        HttpAnswer answer = null!;
        await Eventually.HoldsAsync(
            async () =>
            {
                // An operation that another row of a theory has begun may keep the computer from beginning this one.
                answer = await SendAsync(route, body);
                return answer.Status != 409;
            },
            $"{route} is taken");
        answer.Status.Should().BeInRange(200, 299, $"{route} made: {answer.Body}");
        if (answer.Has("operation"))
        {
            await backend.EndedAsync(answer, Client);
        }

        return answer.Text(thing, "id");
    }

    public async Task<string> FillAsync(string template)
    {
        foreach (var name in NamesIn(template))
        {
            template = template.Replace($"{{{name}}}", await IdOfAsync(name), StringComparison.Ordinal);
        }

        return template;
    }

    public static (HttpMethod Method, string Path) Split(string route)
    {
        var parts = route.Split(' ', 2);
        return (new(parts[0]), parts[1]);
    }

    /// <summary>The names in braces in a path or a body, each once.</summary>
    public static IReadOnlyList<string> NamesIn(string template) => [.. Name().Matches(template).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"\{([a-z][a-z_]*)\}")]
    private static partial Regex Name();
}
