using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Tests.Computers;

public sealed class ComputerToolsOptionsTests : IDisposable
{
    private readonly WireClient _wire = new();

    public static TheoryData<string, ComputerToolsOptions> Wrong => new()
    {
        { "Tools", new() { Tools = (ComputerToolKinds)64 } },
        { "RequireApproval", new() { RequireApproval = (ComputerToolKinds)64 } },
        { "Prefix", new() { Prefix = "a b" } },
        { "WorkingDirectory", new() { WorkingDirectory = " " } },
        { "Timeout", new() { Timeout = TimeSpan.Zero } },
        { "Timeout", new() { Timeout = TimeSpan.FromHours(1) } },
        { "MaxTimeout", new() { MaxTimeout = TimeSpan.FromDays(2) } },
        { "MaxOutputLength", new() { MaxOutputLength = 199 } },
        { "MaxReadBytes", new() { MaxReadBytes = 0 } },
        { "MaxWriteBytes", new() { MaxWriteBytes = 0 } },
        { "MaxListedFiles", new() { MaxListedFiles = 0 } },
    };

    [Fact]
    public void There_are_four_functions_and_each_has_a_schema()
    {
        var tools = _wire.Client.CreateComputerTools("a1");

        tools.Select(tool => tool.Name).Should().Equal("run_command", "read_file", "write_file", "list_files");
        tools.Should().OnlyContain(tool => tool.Description.Length > 0 && tool.JsonSchema.GetProperty("type").GetString() == "object");
    }

    [Fact]
    public void The_options_choose_the_functions_their_names_and_which_need_approval()
    {
        var tools = _wire.Client.CreateComputerTools("a1", new()
        {
            Tools = ComputerToolKinds.RunCommand | ComputerToolKinds.ReadFile,
            RequireApproval = ComputerToolKinds.RunCommand,
            Prefix = "build_",
        });

        tools.Select(tool => (tool.Name, tool is ApprovalRequiredAIFunction)).Should().Equal(("build_run_command", true), ("build_read_file", false));
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_its_range_is_refused(string name, ComputerToolsOptions options) =>
        _wire.Client.Invoking(it => it.CreateComputerTools("a1", options)).Should().Throw<ArgumentException>().WithMessage($"{name} *");

    public void Dispose() => _wire.Dispose();
}
