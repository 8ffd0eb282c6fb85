using Flapjack.Sdk;
using Flapjack.Sdk.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.Wire.Http.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Puts a <see cref="FlapjackClient"/> into a container. If the container holds a singleton <see cref="FlapjackQuotaGovernor"/>, under the same key
/// if the client has one, the client uses that governor, unless its options name another.
/// </summary>
/// <remarks>
/// A second call for the same client adds options and leaves its handlers alone. A primary handler of yours is configured so that the client's
/// promises hold: no redirects, no cookies, no baggage. Use <c>UseSocketsHttpHandler</c> on the builder to set a proxy or a client certificate.
/// </remarks>
public static class FlapjackServiceCollectionExtensions
{
    /// <summary>The name of the unkeyed client's <see cref="HttpClient"/> among those of <see cref="IHttpClientFactory"/>.</summary>
    public const string HttpClientName = "Flapjack";

    /// <summary>Adds a singleton <see cref="FlapjackClient"/>; what <paramref name="configure"/> leaves unset comes from the environment.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="configure">Sets options, which are validated when the host starts; null for the environment alone.</param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddFlapjack(this IServiceCollection services, Action<FlapjackClientOptions>? configure = null) =>
        Add(services, null, options => options.Configure(configure ?? (_ => { })));

    /// <summary>Adds a singleton <see cref="FlapjackClient"/>, bound to a section of the configuration.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="section">
    /// Its keys are the names of <see cref="FlapjackClientOptions"/>' properties, durations as <c>00:00:15</c> or <c>infinite</c>; validated when the
    /// host starts. An unknown key is an error, except <c>Webhooks</c> and the sections of other clients.
    /// </param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddFlapjack(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, null, section);
    }

    /// <summary>Adds a singleton <see cref="FlapjackClient"/> under a key, for a second account or address; get it with <c>[FromKeyedServices(key)]</c>.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="serviceKey">The key; not empty.</param>
    /// <param name="configure">Sets options, which are validated when the host starts; <see cref="FlapjackClientOptions.ApiKey"/> or <see cref="FlapjackClientOptions.TokenProvider"/> is required.</param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddKeyedFlapjack(this IServiceCollection services, string serviceKey, Action<FlapjackClientOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, serviceKey, options => options.Configure(configure));
    }

    /// <summary>Adds a singleton <see cref="FlapjackClient"/> under a key, bound to a section of the configuration.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="serviceKey">The key; not empty.</param>
    /// <param name="section">
    /// Its keys are the names of <see cref="FlapjackClientOptions"/>' properties, durations as <c>00:00:15</c> or <c>infinite</c>; validated when the
    /// host starts. An unknown key is an error, except <c>Webhooks</c> and the sections of other clients.
    /// </param>
    /// <returns>The builder of the client's named <see cref="HttpClient"/>, for handlers of your own.</returns>
    public static IHttpClientBuilder AddKeyedFlapjack(this IServiceCollection services, string serviceKey, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceKey);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, serviceKey, section);
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? key, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new FlapjackSectionPath((section as IConfigurationSection)?.Path ?? ""));
        services.AddSingleton<IOptionsChangeTokenSource<FlapjackClientOptions>>(
            new ConfigurationChangeTokenSource<FlapjackClientOptions>(key ?? Options.Options.DefaultName, section));
        return Add(services, key, options => options.Configure<IEnumerable<FlapjackSectionPath>>(
            (values, sections) => FlapjackSection.Value.Read(section, values, sections.Select(other => other.Path))));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? key, Action<OptionsBuilder<FlapjackClientOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var optionsName = key ?? Options.Options.DefaultName;
        var httpName = key is null ? HttpClientName : $"{HttpClientName}:{key}";

        configure(services.AddOptions<FlapjackClientOptions>(optionsName).ValidateOnStart()
            .PostConfigure<IServiceProvider>((options, provider) =>
            {
                options.Origin.ServiceKey = key;
                options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
                options.QuotaGovernor ??= key is null ? provider.GetService<FlapjackQuotaGovernor>() : provider.GetKeyedService<FlapjackQuotaGovernor>(key);
            }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FlapjackClientOptions>, FlapjackClientOptionsValidator>());
        if (key is null)
        {
            services.TryAddSingleton(provider => CreateClient(provider, httpName, optionsName));
        }
        else
        {
            services.TryAddKeyedSingleton(key, (provider, _) => CreateClient(provider, httpName, optionsName));
        }

        return NamedClient.Add(services, httpName, provider => ClientSettings.From(OptionsOf(provider, optionsName)).Http).Builder;
    }

    private static FlapjackClient CreateClient(IServiceProvider provider, string httpName, string optionsName)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<FlapjackClientOptions>>();
        // The key is read at each attempt, so that it can be rotated without a restart.
        return new(ClientSettings.From(options.Get(optionsName), () => options.Get(optionsName)), NamedClient.ConnectionsOf(provider, httpName));
    }

    private static FlapjackClientOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<FlapjackClientOptions>>().Get(name);
}
