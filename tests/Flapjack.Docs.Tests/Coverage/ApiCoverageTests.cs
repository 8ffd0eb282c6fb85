using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Testing.Client;

namespace Flapjack.Docs.Tests.Coverage;

/// <summary>docs/api-coverage.md tells the truth: it, the list of documented operations, the backend and the client agree.</summary>
public sealed class ApiCoverageTests
{
    private static readonly IReadOnlyList<Operation> Documented =
    [
        .. File.ReadAllLines(Repository.PathTo("tests", "Flapjack.Docs.Tests", "Coverage", "operations.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .Select(cells => Operation.Of(cells[0], cells[1])),
    ];

    [Fact]
    public void Every_documented_operation_has_one_row()
    {
        Documented.Should().HaveCount(139);
        CoverageTable.Rows.Where(row => !row.IsAddition).Select(row => row.Operation).Should().BeEquivalentTo(Documented);
    }

    [Fact]
    public void No_row_has_an_empty_cell()
    {
        CoverageTable.Rows.Should().OnlyContain(row => row.Cells.Count == 7);
        CoverageTable.Rows.Where(row => row.Cells.Any(cell => cell.Length == 0)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_backend_serves_exactly_the_rows()
    {
        await using var backend = await FlapjackBackend.StartAsync(new() { Port = null });
        using var http = new HttpClient(backend.CreateHandler()) { BaseAddress = backend.BaseAddress };

        var description = JsonElement.Parse(await http.GetStringAsync("/openapi.json"));

        description.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => Operation.Of(operation.Name.ToUpperInvariant(), path.Name)))
            .Should().BeEquivalentTo(CoverageTable.Rows.Select(row => row.Operation));
    }

    [Fact]
    public async Task A_row_names_the_methods_of_the_client_that_send_its_request()
    {
        var sent = (await ClientCalls.AllAsync()).GroupBy(call => call.Operation).ToDictionary(calls => calls.Key, calls => calls.Select(call => call.Method).ToHashSet());

        foreach (var row in CoverageTable.Rows.Where(row => row is { IsToCome: false, IsAddition: false }))
        {
            row.ClientMethods.Should().NotBeEmpty($"{row} has a method");
            row.ClientMethods.Except(sent.GetValueOrDefault(row.Operation) ?? []).Should().BeEmpty($"{row} is what they send");
        }

        foreach (var row in CoverageTable.Rows.Where(row => row.IsToCome))
        {
            sent.Should().NotContainKey(row.Operation, $"the row of {row} says that its method is to come");
        }
    }

    [Fact]
    public async Task Every_method_of_the_client_is_in_a_row()
    {
        var rows = CoverageTable.Rows.SelectMany(row => row.ClientMethods).ToHashSet();

        (await ClientCalls.AllAsync()).Select(call => call.Method).Distinct().Except(rows).Should().BeEmpty();
    }

    [Fact]
    public void The_tests_that_a_row_names_exist()
    {
        var tests = Directory.EnumerateFiles(Repository.PathTo("tests"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        foreach (var row in CoverageTable.Rows)
        {
            row.Tests.Should().NotBeEmpty($"{row} is tested");
            row.Tests.Except(tests!).Should().BeEmpty($"{row} names them");
        }
    }

    [Theory]
    [InlineData("Flapjack.Sdk.Tests")]
    [InlineData("Flapjack.EndToEnd.Tests")]
    public void Every_method_of_the_client_is_called_by_tests_of_its_wire_and_by_tests_against_the_backend(string project)
    {
        var sources = Directory.EnumerateFiles(Repository.PathTo("tests", project), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();

        EveryCall<FlapjackClient>.Methods.Select(method => method.Name).Distinct()
            .Where(name => !sources.Exists(source => source.Contains($".{name}(", StringComparison.Ordinal)))
            .Should().BeEmpty();
    }
}
