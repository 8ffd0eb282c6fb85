using System.Text.Json;
using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;
using Testing.Client;

namespace Flapjack.Docs.Tests.Coverage;

/// <summary>What docs/api-coverage.md and docs/agent-computer.md say of Agent Computer is true: the backend, the client and the two pages agree.</summary>
public sealed class AgentComputerCoverageTests
{
    // Section B of the contract numbers the operations.
    private const int Documented = 50;

    [Fact]
    public void Every_documented_operation_has_one_row_without_an_empty_cell()
    {
        CoverageTable.AgentComputers.Select(row => row.Operation).Should().HaveCount(Documented).And.OnlyHaveUniqueItems();
        CoverageTable.AgentComputers.Should().OnlyContain(row => row.Cells.Count == 7 && row.Cells.All(cell => cell.Length > 0));
    }

    [Fact]
    public async Task The_backend_serves_exactly_the_rows()
    {
        await using var backend = await AgentComputerBackend.StartAsync(new() { Port = null });
        using var http = new HttpClient(backend.CreateHandler()) { BaseAddress = backend.BaseAddress };

        var description = JsonElement.Parse(await http.GetStringAsync("/openapi.json"));

        // The gateway's methods are no operations of the REST API: docs/agent-computer.md tells of them.
        description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => Operation.Of(operation.Name.ToUpperInvariant(), path.Name)))
            .Where(operation => !operation.Path.StartsWith("/process.Process/", StringComparison.Ordinal))
            .Append(Operation.Of("GET", "/openapi.json")).Distinct()
            .Should().BeEquivalentTo(CoverageTable.AgentComputers.Select(row => row.Operation));
    }

    [Fact]
    public async Task A_row_names_the_methods_of_the_client_that_send_its_request()
    {
        var sent = (await AgentComputerCalls.AllAsync()).ToLookup(call => call.Operation, call => call.Method);

        foreach (var row in CoverageTable.AgentComputers)
        {
            row.ClientMethods.Should().NotBeEmpty($"{row} has a method");
            row.ClientMethods.Except(sent[row.Operation]).Should().BeEmpty($"{row} is what they send");
        }
    }

    [Fact]
    public async Task Every_method_of_the_client_is_in_a_row() =>
        (await AgentComputerCalls.AllAsync()).Select(call => call.Method).Except(CoverageTable.AgentComputers.SelectMany(row => row.ClientMethods)).Should().BeEmpty();

    [Fact]
    public void The_tests_that_a_row_names_exist()
    {
        var tests = Directory.EnumerateDirectories(Repository.PathTo("tests"), "AgentComputer.*")
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        CoverageTable.AgentComputers.Should().OnlyContain(row => row.Tests.Count > 0);
        CoverageTable.AgentComputers.SelectMany(row => row.Tests).Except(tests!).Should().BeEmpty();
    }

    [Fact]
    public void The_page_of_Agent_Computer_has_the_same_operations_methods_and_tests() =>
        CoverageTable.RowsOf("agent-computer.md").Select(row => (row.Operation, Cells: string.Join(" | ", row.Cells[2], row.Cells[4])))
            .Should().Equal(CoverageTable.AgentComputers.Select(row => (row.Operation, Cells: string.Join(" | ", row.Cells[2], row.Cells[4]))));

    // EveryMethodTests of the end-to-end tests asks the same of the tests against the backend.
    [Fact]
    public void Every_method_of_the_client_is_called_by_a_test_of_its_wire()
    {
        var sources = Directory.EnumerateFiles(Repository.PathTo("tests", "AgentComputer.Sdk.Tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        EveryCall<AgentComputerClient>.Methods.Select(method => method.Name).Distinct()
            .Where(name => !sources.Exists(source => source.Contains($".{name}(", StringComparison.Ordinal)))
            .Should().BeEmpty();
    }
}
