using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Templates;

/// <summary>What each template asks of its tools, whatever is installed on this machine.</summary>
public sealed class StubbedTemplatesTests
{
    [Theory]
    [InlineData("node-playwright", "npm test", "playwright.config.js",
        "node --version", "npm --version", "npm pkg get name --offline --no-update-notifier", "npm test")]
    [InlineData("nextjs-fullstack", "npm run build", "next.config.mjs",
        "node --version", "npm --version", "npm pkg get name --offline --no-update-notifier", "npm run build")]
    [InlineData("python-jupyter", "python3 -m unittest", "notebooks/welcome.ipynb",
        "python3 --version", "python3 -m venv --without-pip .venv", "python3 -m unittest")]
    [InlineData("rust-cargo", "cargo run", "README.md",
        "cargo --version", "rustc --version", "cargo init --name app --vcs none", "cargo run")]
    [InlineData("blank", "true", ".")]
    public async Task A_template_calls_its_tools_and_lays_its_project_down(string template, string command, string file, params string[] calls)
    {
        using var stubs = await StubTools.CreateAsync("node", "npm", "python3", "cargo", "rustc");
        await using var backend = await FlapjackBackend.StartAsync(new() { ComputerPath = stubs.Folder + ":/usr/bin:/bin" });
        using var client = backend.CreateClient();

        var agentId = await client.CreateReadyAsync(new() { Name = template, Template = new(template) });
        var result = await client.RunAsync(agentId, $"ls -d {file}; {command}");

        result.EnsureSuccess().Stdout.Should().Be(template == "blank" ? ".\n" : $"{file}\nthe stub of {command.Split(' ')[0]}\n");
        stubs.Calls.Should().Equal(calls);
    }

    [Theory]
    [InlineData("node-playwright", "node --version", "npm --version")]
    [InlineData("nextjs-fullstack", "node --version", "npm --version")]
    [InlineData("python-jupyter", "python3 --version", "python3 -m venv --without-pip HOME/.venv")]
    [InlineData("rust-cargo", "cargo --version", "rustc --version")]
    [InlineData("blank")]
    public async Task A_template_leaves_the_files_of_a_repository_alone(string template, params string[] calls)
    {
        using var repository = await LocalRepository.CreateAsync();
        using var stubs = await StubTools.CreateAsync("node", "npm", "python3", "cargo", "rustc");
        var options = repository.Rewrites();
        options.ComputerPath = stubs.Folder + ":/usr/bin:/bin";
        await using var backend = await FlapjackBackend.StartAsync(options);
        using var client = backend.CreateClient();

        var agentId = await client.CreateReadyAsync(new() { Name = template, Template = new(template), Repo = new() { Url = LocalRepository.Url } });
        var result = await client.RunAsync(agentId, "git status --porcelain; ls; echo \"$HOME\" >&2");

        result.EnsureSuccess().Stdout.Should().Be("version.txt\n");
        stubs.Calls.Should().Equal(calls.Select(call => call.Replace("HOME", result.Stderr.Trim(), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("node-playwright", "node")]
    [InlineData("nextjs-fullstack", "node")]
    [InlineData("python-jupyter", "python3")]
    [InlineData("rust-cargo", "cargo")]
    public async Task A_tool_that_is_missing_is_named(string template, string tool)
    {
        using var none = await StubTools.CreateAsync();
        await using var backend = await FlapjackBackend.StartAsync(new() { ComputerPath = none.Folder });
        using var client = backend.CreateClient();

        var create = () => client.CreateReadyAsync(new() { Name = template, Template = new(template) });

        var failure = (await create.Should().ThrowAsync<ComputerBootstrapFailedException>()).Which;
        failure.ExitCode.Should().Be(127);
        failure.Message.Should().Contain($"the template '{template}' needs '{tool}', which is not on PATH");
    }
}
