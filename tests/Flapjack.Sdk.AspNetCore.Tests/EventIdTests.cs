using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Tests;

/// <summary>Whoever filters a log by event id can rely on the numbers: they are small, given by hand, and listed in the docs.</summary>
public sealed class EventIdTests
{
    [Fact]
    public void Every_event_has_a_small_id_of_its_own_that_the_docs_list_with_its_level()
    {
        var events = typeof(FlapjackWebhookOptions).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (method.Name, Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(method => method.Event is not null)
            .Select(method => (Id: method.Event!.EventId, method.Name, method.Event.Level))
            .ToList();

        var documented = File.ReadAllLines(Docs())
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 4 && int.TryParse(cells[1], out _) && cells[2].StartsWith('`'))
            .Select(cells => (int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2].Trim('`'), Enum.Parse<LogLevel>(cells[3])));

        events.Should().HaveCountGreaterThan(20);
        events.Select(one => one.Id).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id > 0 && id < 100);
        documented.Should().BeEquivalentTo(events);
    }

    private static string Docs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "docs")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "docs", "aspnetcore.md");
    }
}
