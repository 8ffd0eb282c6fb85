using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;
using Flapjack.Sdk;

namespace Flapjack.Cli.Commands;

/// <summary>Makes an agent with a computer.</summary>
internal sealed class CreateCommand : ToolCommand
{
    private readonly ToolContext _context;
    private readonly Argument<string> _name = new("name") { Description = "The agent's name, for people." };
    private readonly Option<string> _template = new("--template", "-t") { Description = "What the computer is set up with.", HelpName = "TEMPLATE", DefaultValueFactory = _ => "blank" };
    private readonly Option<string?> _size = new("--size") { Description = "How large it is: small, medium or large.", HelpName = "SIZE" };
    private readonly Option<string?> _repo = new("--repo") { Description = "A repository to clone onto it: https://github.com/owner/repo.", HelpName = "URL" };
    private readonly Option<string?> _branch = new("--branch") { Description = "With --repo: the branch to check out.", HelpName = "BRANCH" };
    private readonly Option<string?> _install = new("--install") { Description = "With --repo: a shell command to run in the clone.", HelpName = "COMMAND" };
    private readonly Option<string[]> _env = new("--env", "-e") { Description = "A variable of your environment that each command on the computer gets; the name alone.", HelpName = "NAME" };
    private readonly Option<string?> _envFile = new("--env-file") { Description = "A file with a variable a line: NAME=value.", HelpName = "FILE" };
    private readonly Option<string?> _webhook = new("--webhook") { Description = "Where lifecycle events are posted.", HelpName = "URL" };
    private readonly Option<string?> _app = new("--external-app-id") { Description = "Your own id: the same id gives the same agent.", HelpName = "ID" };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait until the computer is ready." };

    public CreateCommand(ToolContext context)
        : base(
            "create",
            "Makes an agent with a computer, prints the agent's id, and waits until the computer is ready. Exits with 1 if its bootstrap failed.",
            "AGENT=$(flapjack create demo)",
            "flapjack create demo --template python-jupyter --size large",
            "flapjack create demo --repo https://github.com/owner/repo --install 'pnpm install' --env NPM_TOKEN")
    {
        _context = context;
        Add(_name);
        foreach (var option in (Option[])[_template, _size, _repo, _branch, _install, _env, _envFile, _webhook, _app, _noWait])
        {
            Add(option);
        }

        _template.CompletionSources.Add("blank", "node-playwright", "python-jupyter", "nextjs-fullstack", "rust-cargo");
        _size.CompletionSources.Add("small", "medium", "large");
        context.AddServiceOptions(this);
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var request = RequestOf(parse);
        var json = _context.WantsJson(parse);
        using var client = _context.CreateClient(parse);
        var created = await client.CreateAgentFromTemplateAsync(request, _context.Stopping).ConfigureAwait(false);
        if (!json)
        {
            // Told at once, so that nobody loses an agent whose computer does not become ready.
            _context.Terminal.Out.WriteLine(created.Agent.Id);
        }

        try
        {
            if (!parse.GetValue(_noWait))
            {
                var status = await Paper.WhileSayingAsync(
                    _context.Terminal, "The computer is being set up", () => client.WaitUntilComputerReadyAsync(created.Agent.Id, _context.Stopping)).ConfigureAwait(false);
                created = created with { Computer = created.Computer with { Status = status.Computer?.Status ?? created.Computer.Status } };
            }
        }
        finally
        {
            if (json)
            {
                _context.WriteJson(created, ToolJson.Default.CreateAgentFromTemplateResponse);
            }
        }

        return ExitCodes.Success;
    }

    private CreateAgentFromTemplateRequest RequestOf(ParseResult parse)
    {
        var repo = parse.GetValue(_repo);
        if (repo is null && (parse.GetValue(_branch) ?? parse.GetValue(_install)) is not null)
        {
            throw ToolException.Usage("--branch and --install need --repo: they are about the repository.");
        }

        ComputerEnvVar[] variables = [.. FromFile(parse.GetValue(_envFile)), .. (parse.GetValue(_env) ?? []).Select(FromEnvironment)];
        return new()
        {
            Name = parse.GetRequiredValue(_name),
            Template = new(parse.GetValue(_template)),
            SizeClass = parse.GetValue(_size) is { } size ? new ComputerSizeClass(size) : null,
            Repo = repo is null ? null : new() { Url = repo, Branch = parse.GetValue(_branch), InstallCmd = parse.GetValue(_install) },
            EnvVars = variables.Length > 0 ? variables : null,
            WebhookUrl = parse.GetValue(_webhook),
            ExternalAppId = parse.GetValue(_app),
        };
    }

    private ComputerEnvVar FromEnvironment(string name) => name.Contains('=', StringComparison.Ordinal)
        ? throw ToolException.Usage("--env takes the name of a variable of your environment, and no value: everybody on this machine can read a command line. Use --env-file for values.")
        : new(name, _context.Terminal.Variable(name) ?? throw ToolException.Usage($"--env names the variable '{Paper.Plain(name)}', which is not set in your environment."));

    private static IEnumerable<ComputerEnvVar> FromFile(string? path)
    {
        var lines = path is null ? [] : TextFiles.ReadLines(path);
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1];
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }

            var (name, value) = line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (line[..at], line[(at + 1)..])
                : throw ToolException.Usage($"Line {number} of '{Paper.Plain(path!)}' is no NAME=value.");
            yield return new(name.Trim(), value);
        }
    }
}
