using AgentComputer.Sdk;
using AgentComputer.Sdk.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.Wire.Http.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Puts an <see cref="AgentComputerClient"/> into a container.
/// </summary>
/// <remarks>
/// A second call for the same client adds options and leaves its handlers alone. A primary handler of yours is configured so that the client's
/// promises hold: no redirects, no cookies, no baggage. Use <c>UseSocketsHttpHandler</c> on the builder to set a proxy or a client certificate.
/// </remarks>
public static class AgentComputerServiceCollectionExtensions
{
    /// <summary>The name of the unkeyed client's <see cref="HttpClient"/> among those of <see cref="IHttpClientFactory"/>.</summary>
    public const string HttpClientName = "AgentComputer";

    /// <summary>Adds a singleton <see cref="AgentComputerClient"/>; what <paramref name="configure"/> leaves unset comes from the environment.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="configure">Sets options, which are validated when the host starts; null for the environment alone.</param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddAgentComputer(this IServiceCollection services, Action<AgentComputerClientOptions>? configure = null) =>
        Add(services, null, options => options.Configure(configure ?? (_ => { })));

    /// <summary>Adds a singleton <see cref="AgentComputerClient"/>, bound to a section of the configuration.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="section">
    /// Its keys are the names of <see cref="AgentComputerClientOptions"/>' properties, durations as <c>00:00:15</c> or <c>infinite</c>; validated when the
    /// host starts. An unknown key is an error, except the sections of other clients.
    /// </param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddAgentComputer(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, null, section);
    }

    /// <summary>Adds a singleton <see cref="AgentComputerClient"/> under a key, for a second account or address; get it with <c>[FromKeyedServices(key)]</c>.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="serviceKey">The key; not empty.</param>
    /// <param name="configure">Sets options, which are validated when the host starts; <see cref="AgentComputerClientOptions.ApiKey"/> or <see cref="AgentComputerClientOptions.TokenProvider"/> is required.</param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddKeyedAgentComputer(this IServiceCollection services, string serviceKey, Action<AgentComputerClientOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, serviceKey, options => options.Configure(configure));
    }

    /// <summary>Adds a singleton <see cref="AgentComputerClient"/> under a key, bound to a section of the configuration.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="serviceKey">The key; not empty.</param>
    /// <param name="section">
    /// Its keys are the names of <see cref="AgentComputerClientOptions"/>' properties, durations as <c>00:00:15</c> or <c>infinite</c>; validated when the
    /// host starts. An unknown key is an error, except the sections of other clients.
    /// </param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddKeyedAgentComputer(this IServiceCollection services, string serviceKey, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, serviceKey, section);
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? key, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new AgentComputerSectionPath((section as IConfigurationSection)?.Path ?? ""));
        services.AddSingleton<IOptionsChangeTokenSource<AgentComputerClientOptions>>(
            new ConfigurationChangeTokenSource<AgentComputerClientOptions>(key ?? Options.Options.DefaultName, section));
        return Add(services, key, options => options.Configure<IEnumerable<AgentComputerSectionPath>>(
            (values, sections) => AgentComputerSection.Value.Read(section, values, sections.Select(other => other.Path))));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? key, Action<OptionsBuilder<AgentComputerClientOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var optionsName = key ?? Options.Options.DefaultName;
        var httpName = key is null ? HttpClientName : $"{HttpClientName}:{key}";

        configure(services.AddOptions<AgentComputerClientOptions>(optionsName).ValidateOnStart()
            .PostConfigure(options => options.Origin.ServiceKey = key));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentComputerClientOptions>, AgentComputerClientOptionsValidator>());
        if (key is null)
        {
            services.TryAddSingleton(provider => CreateClient(provider, httpName, optionsName));
        }
        else
        {
            services.TryAddKeyedSingleton(key, (provider, _) => CreateClient(provider, httpName, optionsName));
        }

        var (builder, isNew) = NamedClient.Add(services, httpName, provider => ClientSettings.From(OptionsOf(provider, optionsName)));
        return isNew ? builder.RemoveAllLoggers().AddLogger(provider => LogOf(provider, httpName)) : builder;
    }

    private static AgentComputerRequestLog LogOf(IServiceProvider provider, string httpName) =>
        new(provider.GetRequiredService<ILoggerFactory>().CreateLogger($"System.Net.Http.HttpClient.{httpName}.ClientHandler"));

    private static AgentComputerClient CreateClient(IServiceProvider provider, string httpName, string optionsName)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<AgentComputerClientOptions>>();
        // The key is read at each attempt, so that it can be rotated without a restart.
        return new(ClientSettings.From(options.Get(optionsName), () => options.Get(optionsName)), NamedClient.ConnectionsOf(provider, httpName));
    }

    private static AgentComputerClientOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<AgentComputerClientOptions>>().Get(name);
}
